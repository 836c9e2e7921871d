import { endMoment } from '@/platform/dialers/end-moment.rules'
import { asksNotToBeCalled } from '@/platform/dialers/opt-out-field.rules'
import type { RemoteResult } from '@/platform/dialers/remote-dialer'
import type { ElevenlabsConversation } from './elevenlabs.schema'

type End = Pick<RemoteResult, 'resultType' | 'failure' | 'endReason'>

/** What the end of a call means to us. */
type Meaning = 'Busy' | 'No Answer' | 'Voicemail' | 'conversation' | 'again' | 'account'

/** The values of `metadata.phone_call.call_result` (the type of ElevenLabs' SDK 2.73). */
const CALL_RESULTS: Record<string, Meaning> = {
  answered: 'conversation',
  voicemail: 'Voicemail',
  busy: 'Busy',
  no_answer: 'No Answer',
  // How a failed initiation is named in the event of it.
  'no-answer': 'No Answer',
  failed: 'again',
  unknown: 'again',
}

/** What the texts of an error and of an end share where there is no `call_result`; the first line that fits counts. */
const TEXTS: readonly [RegExp, Meaning][] = [
  [/quota|credit|payment|subscription/i, 'account'],
  [/\bbusy\b|\b486\b|\b603\b|declined/i, 'Busy'],
  [/no[ _-]answer|did not answer|not answered|\b408\b|\b480\b/i, 'No Answer'],
  [/voicemail|answering machine/i, 'Voicemail'],
]

/** Tells whether the call has ended and its analysis is there: `processing` is the time in which it is made. */
export function isElevenlabsCallOver({ status }: ElevenlabsConversation): boolean {
  return status !== 'initiated' && status !== 'in-progress' && status !== 'processing'
}

/** Tells how an ended call ended, by the result of its dialing and, for a conversation, by ElevenLabs' analysis. */
export function elevenlabsEnd(call: ElevenlabsConversation): End {
  const endReason = call.metadata?.phone_call?.call_result ?? call.metadata?.termination_reason ?? null
  const meaning = meaningOf(call)
  if (meaning === 'conversation') {
    const isSuccess = call.analysis?.call_successful === 'success'
    return { resultType: isSuccess ? 'Goal Completed' : 'Goal Not Completed', failure: null, endReason }
  }
  if (meaning === 'again' || meaning === 'account') {
    const { error, termination_reason: termination } = call.metadata ?? {}
    const told = [error?.reason, termination, endReason].find(Boolean) ?? `the call has the status “${call.status}”`
    return {
      resultType: 'Failed',
      failure: { kind: meaning, reason: `ElevenLabs: ${told.slice(0, 200).replace(/\.$/, '')}.` },
      endReason,
    }
  }
  return { resultType: meaning, failure: null, endReason }
}

function meaningOf(call: ElevenlabsConversation): Meaning {
  const { phone_call, features_usage, error, termination_reason } = call.metadata ?? {}
  const hasSpoken = call.transcript?.some(({ role, message }) => role === 'user' && message) ?? false
  if (features_usage?.voicemail_detection?.used) return 'Voicemail'
  const texts = `${error?.reason ?? ''} ${termination_reason ?? ''}`
  const dialed = phone_call?.call_result ?? ''
  const named = Object.hasOwn(CALL_RESULTS, dialed) ? CALL_RESULTS[dialed] : undefined
  // Answered, and then failed without a word of the person: ElevenLabs could not speak.
  if (named === 'conversation') return call.status === 'failed' && !hasSpoken ? failureOf(texts) : 'conversation'
  if (named === 'again') return failureOf(texts)
  if (named) return named
  if (hasSpoken) return 'conversation'
  const told = TEXTS.find(([pattern]) => pattern.test(texts))?.[1]
  return told ?? (call.status === 'done' ? 'conversation' : 'again')
}

function failureOf(texts: string): 'account' | 'again' {
  return TEXTS.some(([pattern, meaning]) => meaning === 'account' && pattern.test(texts)) ? 'account' : 'again'
}

/** What was extracted: the data collection by its ids, the criteria by theirs, and whether the call was successful. */
export function elevenlabsAnalysis({ analysis }: ElevenlabsConversation): Record<string, unknown> {
  const { data_collection_results: collected, evaluation_criteria_results: criteria, call_successful } = analysis ?? {}
  return {
    ...pick(collected, 'value'),
    ...pick(criteria, 'result'),
    ...(call_successful != null && { call_successful }),
  }
}

/** The named field of each of the results, where it has one. */
function pick(results: Record<string, unknown> | null | undefined, field: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(results ?? {}).flatMap(([id, result]) => {
      const value = (result as Record<string, unknown> | null)?.[field]
      return value === undefined ? [] : [[id, value]]
    }),
  )
}

/** The whole result of an ended call. A recording has no URL: it is asked for with the key. */
export function elevenlabsResult(call: ElevenlabsConversation, raw: unknown, atMs: number): RemoteResult {
  const analysis = elevenlabsAnalysis(call)
  const { start_time_unix_secs: startedAt, call_duration_secs } = call.metadata ?? {}
  const duration = Math.max(Math.round(call_duration_secs ?? 0), 0)
  return {
    ...elevenlabsEnd(call),
    duration,
    endedAt: endMoment(startedAt ? (startedAt + duration) * 1000 : null, atMs),
    summary: call.analysis?.transcript_summary || null,
    transcription: transcriptionOf(call),
    recordingUrl: null,
    analysis,
    optOut: asksNotToBeCalled(analysis),
    raw,
  }
}

function transcriptionOf({ transcript }: ElevenlabsConversation): string | null {
  const lines = (transcript ?? []).flatMap(({ role, message }) =>
    message ? [`${role === 'user' ? 'Person' : 'Agent'}: ${message}`] : [],
  )
  return lines.length > 0 ? lines.join('\n') : null
}

/**
 * Guesses what ElevenLabs means by not placing a call, be it by a status or by `success: false`. The words are inferred: the
 * numbers are Twilio's own codes, which are documented, but that ElevenLabs passes them on, and how it words the rest, is not,
 * and we have seen no refusal of its server.
 *
 * @returns null where the text does not tell
 */
export function judgeElevenlabsRefusal(text: string): 'person' | 'later' | 'account' | null {
  if (/concurren|too_many|system_busy/i.test(text)) return 'later'
  // Twilio's 20003 and 21210: the credentials, and a number that is not the account's to call from.
  if (
    /credential|authenticat|unauthorized|\b20003\b|\b21210\b|quota|credit|balance|suspended|agent_phone_number_id/i.test(
      text,
    )
  )
    return 'account'
  // Twilio's 21211, 21214, 21215, 21216 and 13224: not a number, out of reach, not allowed there.
  if (
    /to_number|'To'|invalid.{0,20}number|not.{0,20}valid.{0,20}number|geo|international|\b(21211|21214|21215|21216|13224)\b/i.test(
      text,
    )
  )
    return 'person'
  return null
}
