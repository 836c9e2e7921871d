import { endMoment } from '@/platform/dialers/end-moment.rules'
import { asksNotToBeCalled } from '@/platform/dialers/opt-out-field.rules'
import type { RemoteResult } from '@/platform/dialers/remote-dialer'
import type { RetellCall } from './retell.schema'

type End = Pick<RemoteResult, 'resultType' | 'failure' | 'endReason'>

/** What a `disconnection_reason` means to us. */
type Meaning = 'Busy' | 'No Answer' | 'Voicemail' | 'conversation' | 'again' | 'for good' | 'account'

/**
 * Retell's reasons (https://docs.retellai.com/reliability/debug-call-disconnect and the type of its SDK 5.66), each with
 * what it means. Reasons that begin with `error_` are `again`, named here or not.
 */
const MEANINGS: Record<string, Meaning> = {
  dial_busy: 'Busy',
  user_declined: 'Busy',
  dial_no_answer: 'No Answer',
  voicemail_reached: 'Voicemail',
  user_hangup: 'conversation',
  agent_hangup: 'conversation',
  call_transfer: 'conversation',
  transfer_bridged: 'conversation',
  transfer_cancelled: 'conversation',
  call_take_over: 'conversation',
  manual_stopped: 'conversation',
  inactivity: 'conversation',
  max_duration_reached: 'conversation',
  // A telephone menu has answered: a place that was reached, with nobody to talk to.
  ivr_reached: 'conversation',
  concurrency_limit_reached: 'again',
  no_concurrency_fallback: 'again',
  telephony_provider_unavailable: 'again',
  sip_routing_error: 'again',
  registered_call_timeout: 'again',
  dial_failed: 'again',
  no_valid_payment: 'account',
  telephony_provider_permission_denied: 'account',
  marked_as_spam: 'account',
  // Retell holds the agent to be a fraud: the next call would end so too.
  scam_detected: 'account',
  invalid_destination: 'for good',
}

/** For an operator, where the account is broken. */
const ACCOUNT_REASONS: Record<string, string> = {
  no_valid_payment: 'Retell has no valid payment method for this account.',
  telephony_provider_permission_denied: 'The telephony provider has refused the number or trunk at Retell.',
  marked_as_spam: 'The number is marked as spam, and calls from it are blocked.',
  scam_detected: 'Retell has taken a call of this account for a scam.',
}

/** How long after the end of a conversation its analysis is waited for. It takes seconds; not every call gets one. */
export const RETELL_ANALYSIS_WAIT_MS = 5 * 60_000

/** Tells whether the call has ended and all that will be known of it is there. */
export function isRetellCallOver(call: RetellCall, atMs: number): boolean {
  if (call.call_status === 'registered' || call.call_status === 'ongoing') return false
  const isAnalysisDue = call.call_status === 'ended' && !call.call_analysis
  return !isAnalysisDue || atMs - (call.end_timestamp ?? 0) >= RETELL_ANALYSIS_WAIT_MS
}

/** Tells how an ended call ended, by its reason and, for a conversation, by Retell's analysis. */
export function retellEnd(call: RetellCall): End {
  const endReason = call.disconnection_reason ?? null
  const meaning = meaningOf(call)
  if (meaning === 'conversation') {
    const { in_voicemail, call_successful } = call.call_analysis ?? {}
    if (in_voicemail === true) return { resultType: 'Voicemail', failure: null, endReason }
    const resultType = call_successful === true ? 'Goal Completed' : 'Goal Not Completed'
    return { resultType, failure: null, endReason }
  }
  if (meaning === 'again' || meaning === 'for good' || meaning === 'account') {
    const reason =
      ACCOUNT_REASONS[endReason ?? ''] ?? `Retell: ${endReason ?? `the call has the status “${call.call_status}”`}.`
    return { resultType: 'Failed', failure: { kind: meaning, reason }, endReason }
  }
  return { resultType: meaning, failure: null, endReason }
}

/** A reason that we do not know yet is judged by whether anybody has spoken. */
function meaningOf(call: RetellCall): Meaning {
  const reason = call.disconnection_reason ?? ''
  if (Object.hasOwn(MEANINGS, reason)) return MEANINGS[reason] ?? 'again'
  if (reason.startsWith('error_')) return 'again'
  return call.call_status === 'ended' && call.transcript ? 'conversation' : 'again'
}

/**
 * What was extracted from the call, by Retell's names: variables that were collected, then the agent's own fields of the
 * post-call analysis, then Retell's fixed ones.
 */
export function retellAnalysis(call: RetellCall): Record<string, unknown> {
  const { call_successful, user_sentiment, in_voicemail, custom_analysis_data } = call.call_analysis ?? {}
  return {
    ...call.collected_dynamic_variables,
    ...custom_analysis_data,
    ...(call_successful != null && { call_successful }),
    ...(user_sentiment != null && { user_sentiment }),
    ...(in_voicemail != null && { in_voicemail }),
  }
}

/** The whole result of an ended call. */
export function retellResult(call: RetellCall, raw: unknown, atMs: number): RemoteResult {
  const analysis = retellAnalysis(call)
  const durationMs = Math.max(call.duration_ms ?? 0, 0)
  const saidMs = call.end_timestamp ?? (call.start_timestamp ? call.start_timestamp + durationMs : null)
  return {
    ...retellEnd(call),
    duration: Math.round(durationMs / 1000),
    endedAt: endMoment(saidMs, atMs),
    summary: call.call_analysis?.call_summary || null,
    transcription: call.transcript || null,
    recordingUrl: call.recording_url || call.scrubbed_recording_url || null,
    analysis,
    optOut: asksNotToBeCalled(analysis),
    raw,
  }
}

/**
 * Guesses what Retell means by refusing to create a call: a text that speaks of the destination is about the person, and one
 * of concurrency passes by itself. The words are inferred: Retell documents its statuses and not the texts, and we have seen no
 * refusal of its server. What is not recognized counts as the account's, which pauses it and burns nobody.
 */
export function judgeRetellRefusal(status: number, text: string): 'person' | 'later' | null {
  if (status !== 400 && status !== 422 && status !== 403) return null
  if (/concurren/i.test(text)) return 'later'
  const isAboutDestination = /to_number|destination|callee|country/i.test(text) && !/from_number|api key/i.test(text)
  return isAboutDestination ? 'person' : null
}
