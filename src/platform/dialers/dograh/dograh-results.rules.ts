import { asksNotToBeCalled } from '@/platform/dialers/opt-out-field.rules'
import type { RemoteResult, RemoteResultType } from '@/platform/dialers/remote-dialer'
import { isTrueWord } from '@/platform/dialers/success-field.rules'
import type { DograhRun } from './dograh.schema'

type End = Pick<RemoteResult, 'resultType' | 'failure' | 'endReason'>

/**
 * What Dograh calls the ends of calls that were not answered (the statuses of telephony that it takes over), and of those
 * that went wrong. Anything else is a conversation: the reasons of its pipeline, and words that a workflow has given.
 */
const ENDS: Record<string, RemoteResultType> = {
  busy: 'Busy',
  'no-answer': 'No Answer',
  voicemail_detected: 'Voicemail',
  failed: 'Failed',
  error: 'Failed',
  canceled: 'Failed',
  pipeline_error: 'Failed',
  unexpected_error: 'Failed',
  system_cancelled: 'Failed',
  system_connect_error: 'Failed',
}

/** Fields of `gathered_context` that Dograh writes for itself, and that no outcome depends on. */
const OWN_FIELDS = new Set([
  'provider',
  'triggered_by',
  'call_id',
  'trace_url',
  'trigger_uuid',
  'external_pbx_transferred',
])

/**
 * Maps the end of a run, by `call_disposition`: the reason why the call ended, or the word that the workflow has given it.
 * Dograh has no field of its own for the goal. `call_successful`, which a node of the workflow extracts, says it, and the
 * agent's table of outcomes beside; the reason `user_qualified` says it too.
 */
export function dograhEnd(run: DograhRun): End {
  const context = run.gathered_context ?? {}
  const endReason = typeof context.call_disposition === 'string' ? context.call_disposition : null
  const resultType = ENDS[endReason?.toLowerCase() ?? '']
  if (resultType === 'Failed') return { resultType, failure: dograhFailure(run), endReason }
  if (resultType) return { resultType, failure: null, endReason }
  // A run that ends without a word and without a second of talk was never answered, and nobody knows why.
  if (endReason === null && dograhSeconds(run) === 0)
    return { resultType: 'Failed', failure: dograhFailure(run), endReason }
  const isGoal = isTrueWord(dograhAnalysis(run).call_successful) || endReason === 'user_qualified'
  return { resultType: isGoal ? 'Goal Completed' : 'Goal Not Completed', failure: null, endReason }
}

/** How long after a run a word for its end is waited for: the telephony may end it before the workflow has. */
export const DOGRAH_WORD_WAIT_MS = 10 * 60_000

/** Tells whether a run is over, and all that will be known of it is there. */
export function isDograhRunOver(run: DograhRun, atMs: number): boolean {
  if (!run.is_completed) return false
  if (run.gathered_context?.call_disposition) return true
  return atMs >= dograhStartMs(run, 0) + dograhSeconds(run) * 1000 + DOGRAH_WORD_WAIT_MS
}

/**
 * When a run was made, in ms since 1970; Dograh calls right away.
 *
 * @param otherwise where Dograh does not say it readably
 */
export function dograhStartMs({ created_at: text }: Pick<DograhRun, 'created_at'>, otherwise: number): number {
  if (!text) return otherwise
  // An older server writes times without their zone, which is UTC.
  const ms = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`)
  return Number.isNaN(ms) ? otherwise : ms
}

/** Seconds. */
export function dograhSeconds({ usage_info, cost_info }: DograhRun): number {
  const seconds = Number(usage_info?.call_duration_seconds ?? cost_info?.call_duration_seconds ?? 0)
  return Number.isFinite(seconds) && seconds > 0 ? Math.round(seconds) : 0
}

/** What the workflow has gathered, by its own names. Variables may stand in `extracted_variables` too. */
export function dograhAnalysis({ gathered_context: context }: DograhRun): Record<string, unknown> {
  const { extracted_variables: extracted, ...rest } = context ?? {}
  const own = Object.entries(rest).filter(([name]) => !OWN_FIELDS.has(name))
  return { ...Object.fromEntries(own), ...(typeof extracted === 'object' && extracted) }
}

export function isDograhOptOut(run: DograhRun): boolean {
  const { mapped_call_disposition: mapped } = run.gathered_context ?? {}
  return mapped === 'DNC' || asksNotToBeCalled(dograhAnalysis(run))
}

/** What was said, from the log of the run: one line a turn. Null where it has none. */
export function dograhTranscript({ logs }: DograhRun): string | null {
  const events = logs?.realtime_feedback_events
  if (!Array.isArray(events)) return null
  const lines = events.flatMap((event: unknown) => {
    const { type, payload } = (event ?? {}) as { type?: unknown; payload?: { text?: unknown; final?: unknown } }
    const speaker = type === 'rtf-user-transcription' ? 'user' : type === 'rtf-bot-text' ? 'assistant' : null
    if (!speaker || typeof payload?.text !== 'string' || payload.final === false) return []
    return [`${speaker}: ${payload.text.trim()}`]
  })
  return lines.length > 0 ? lines.join('\n') : null
}

/** Reads why a call failed, for which Dograh has the words of whatever telephony is behind it. */
function dograhFailure({ gathered_context: context }: DograhRun): NonNullable<RemoteResult['failure']> {
  const reason = typeof context?.error === 'string' && context.error ? context.error : ''
  if (/quota|credit|balance|payment|billing|unauthorized|authenticat|suspended/i.test(reason)) {
    return { kind: 'account', reason }
  }
  // 21211, 21214 and 21217 are what Twilio says of a number that is none or cannot be reached.
  const isNumber =
    /invalid|not (a )?valid|not reachable|unallocated/i.test(reason) && /\bto\b|destination|phone/i.test(reason)
  if (/\b212(11|14|17)\b/.test(reason) || isNumber) return { kind: 'for good', reason }
  return { kind: 'again', reason: reason || 'The call failed at Dograh, which does not say why.' }
}
