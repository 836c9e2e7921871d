import { asksNotToBeCalled } from '@/platform/dialers/opt-out-field.rules'
import type { RemoteResult, RemoteResultType } from '@/platform/dialers/remote-dialer'
import { isTrueWord } from '@/platform/dialers/success-field.rules'
import type { BlandCall } from './bland.schema'

type End = Pick<RemoteResult, 'resultType' | 'failure' | 'endReason'>

/** Statuses after which a call does not go on, whatever `completed` says. */
const ENDED_STATUSES = new Set(['completed', 'complete', 'failed', 'busy', 'no-answer', 'canceled', 'cancelled'])

/** What Bland calls these itself; the rest of `variables` comes from the pathway and the person. */
const SYSTEM_VARIABLES = new Set([
  'now',
  'now_utc',
  'short_from',
  'short_to',
  'from',
  'to',
  'call_id',
  'phone_number',
  'city',
  'state',
  'country',
  'zip',
  'metadata',
  'timezone',
  'language',
  'input',
])

const OPT_OUT_TAGS = new Set(['DNC', 'DO_NOT_CALL', 'DO_NOT_CONTACT', 'OPT_OUT'])

/** Tells whether the call is over. A `queue_status` that ends with `error` is an end too: it is never tried again there. */
export function isBlandCallOver(call: BlandCall): boolean {
  if (call.completed === true) return true
  if (call.status && ENDED_STATUSES.has(call.status)) return true
  return /^complete|error$/.test(call.queue_status ?? '')
}

/**
 * Maps the end of a call. Bland has no field of its own for the goal: `call_successful` of the analysis or of the
 * pathway's variables says it, and the agent's table of outcomes beside.
 */
export function blandEnd(call: BlandCall): End {
  const { status, answered_by: answeredBy } = call
  const endReason = call.error_message || endWord(call)
  const end = (resultType: RemoteResultType): End => ({ resultType, failure: null, endReason })
  if (status === 'busy') return end('Busy')
  if (status === 'no-answer' || answeredBy === 'no-answer') return end('No Answer')
  if (answeredBy === 'voicemail') return end('Voicemail')
  if (call.error_message || status === 'failed' || /error$/.test(call.queue_status ?? '')) {
    return { resultType: 'Failed', failure: blandFailure(call.error_message ?? ''), endReason }
  }
  if (status === 'canceled' || status === 'cancelled') {
    return { resultType: 'Failed', failure: { kind: 'again', reason: 'The call was canceled at Bland.' }, endReason }
  }
  // `unknown` is what Bland says of many a person too, so whoever spoke counts as one.
  if (answeredBy !== 'human' && blandSeconds(call) === 0 && !hasSpoken(call)) return end('No Answer')
  return end(isTrueWord(blandAnalysis(call).call_successful) ? 'Goal Completed' : 'Goal Not Completed')
}

/** Seconds. */
export function blandSeconds({ corrected_duration: seconds, call_length: minutes }: BlandCall): number {
  return seconds ?? Math.round((minutes ?? 0) * 60)
}

/** What the pathway and the analysis have extracted, by their own names. The analysis wins. */
export function blandAnalysis(call: BlandCall): Record<string, unknown> {
  const variables = Object.entries(call.variables ?? {}).filter(([name]) => !SYSTEM_VARIABLES.has(name))
  return {
    ...Object.fromEntries(variables),
    ...(call.disposition_tag && { disposition_tag: call.disposition_tag }),
    ...call.analysis,
  }
}

/** Tells whether the person asked not to be called again: by the disposition, or by a field that is named so. */
export function isBlandOptOut(call: BlandCall): boolean {
  const tag = call.disposition_tag?.toUpperCase().replaceAll(/[\s-]+/g, '_')
  return (tag !== undefined && OPT_OUT_TAGS.has(tag)) || asksNotToBeCalled(blandAnalysis(call))
}

/** Reads an error, for which Bland has words and no codes. */
export function blandFailure(message: string): NonNullable<RemoteResult['failure']> {
  if (isBlandAccountTrouble(message)) return { kind: 'account', reason: message }
  if (isBlandNumberTrouble(message)) return { kind: 'for good', reason: message }
  return { kind: 'again', reason: message || 'Bland could not place the call and does not say why.' }
}

/** Tells whether a message says that the account can call nobody. */
export function isBlandAccountTrouble(message: string): boolean {
  return /balance|insufficient|credit|payment|billing|subscription|suspended|unauthorized|api key/i.test(message)
}

/** Tells whether a message says that this number cannot be called. One about the number that calls is about the account. */
export function isBlandNumberTrouble(message: string): boolean {
  if (/\bfrom\b|caller id/i.test(message)) return false
  return (
    /(invalid|not (a )?valid|malformed|unallocated|blocked|do not call|not in service|not supported|unreachable)/i.test(
      message,
    ) && /(phone|number|destination|country)/i.test(message)
  )
}

function endWord({ status, answered_by, queue_status }: BlandCall): string | null {
  return [status, answered_by].filter(Boolean).join(', ') || queue_status || null
}

function hasSpoken(call: BlandCall): boolean {
  return (call.transcripts ?? []).some(({ user, text }) => user === 'user' && Boolean(text?.trim()))
}
