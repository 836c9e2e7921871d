import { endMoment } from '@/platform/dialers/end-moment.rules'
import { asksNotToBeCalled } from '@/platform/dialers/opt-out-field.rules'
import type { RemoteResult } from '@/platform/dialers/remote-dialer'
import type { VapiCall } from './vapi.schema'

type End = Pick<RemoteResult, 'resultType' | 'failure' | 'endReason'>

/** What an `endedReason` means to us. */
type Meaning = 'Busy' | 'No Answer' | 'Voicemail' | 'conversation' | 'again' | 'for good' | 'account'

/**
 * Vapi has some six hundred reasons (the type of its SDK 2.0; https://docs.vapi.ai/calls/call-ended-reason), most of
 * them one for each fault of each model and voice. So they are read by what they share; the first line that fits counts.
 */
const MEANINGS: readonly [RegExp, Meaning][] = [
  [/^customer-busy$/, 'Busy'],
  [/^customer-did-not-answer$|outbound-sip-(408|480)-/, 'No Answer'],
  [/^voicemail$/, 'Voicemail'],
  [/misdialed$|vapi-number-international$/, 'for good'],
  // Lines that are all busy, and what Vapi itself calls its own fault, the keys of its models among it.
  [/concurrency|vapifault|^worker-shutdown$|failed-to-connect/, 'again'],
  // Money, trust, and limits of a day.
  [
    /insufficient-credits$|-frozen$|outbound-daily-limit$|wallet-does-not-exist$|upgrade-failed$|fraud-check-failed$/,
    'account',
  ],
  // The trunk, or the customer's own keys for models and voices, are refused: the next call would end so too.
  [/outbound-sip-(403|407)-|-401-|-403-|quota/, 'account'],
  // The assistant or the number is gone, or set so that it cannot call.
  [
    /^assistant-not-(found|valid)$|configfault|enterprise-feature-not-available|neither-assistant-nor-server-set$|validation$/,
    'account',
  ],
  [/^assistant-(ended-call|said-end-call-phrase|forwarded-call)|^customer-ended-call/, 'conversation'],
  [/^silence-timed-out$|^exceeded-max-duration$|^manually-canceled$/, 'conversation'],
  [/^call\.in-progress\.(sip|twilio)-completed-call$|^vonage-(completed|disconnected)$/, 'conversation'],
  // Somebody was spoken to, and then passed on, or not.
  [/^call\.forwarding\.|^call\.ending\.hook|error-(warm-)?transfer/, 'conversation'],
  [/error|fault|failed/, 'again'],
]

/** How long after the end of a conversation its analysis is waited for. It takes seconds; an assistant may have none. */
export const VAPI_ANALYSIS_WAIT_MS = 5 * 60_000

/** Tells whether the call has ended and all that will be known of it is there. */
export function isVapiCallOver(call: VapiCall, atMs: number): boolean {
  if (call.status !== 'ended') return false
  if (meaningOf(call) !== 'conversation' || hasAnalysis(call)) return true
  const endedAtMs = Date.parse(call.endedAt ?? '')
  return Number.isNaN(endedAtMs) || atMs - endedAtMs >= VAPI_ANALYSIS_WAIT_MS
}

function hasAnalysis({ analysis }: VapiCall): boolean {
  return (
    analysis != null &&
    (analysis.successEvaluation != null || analysis.summary != null || analysis.structuredData != null)
  )
}

/** Tells how an ended call ended, by its reason and, for a conversation, by the assistant's evaluation of success. */
export function vapiEnd(call: VapiCall): End {
  const endReason = call.endedReason ?? null
  const meaning = meaningOf(call)
  if (meaning === 'conversation') {
    const isSuccess = isVapiSuccess(call.analysis?.successEvaluation)
    return { resultType: isSuccess ? 'Goal Completed' : 'Goal Not Completed', failure: null, endReason }
  }
  if (meaning === 'again' || meaning === 'for good' || meaning === 'account') {
    const told = call.endedMessage
      ? `${endReason ?? 'ended'}: ${call.endedMessage.slice(0, 200)}`
      : (endReason ?? 'ended')
    return { resultType: 'Failed', failure: { kind: meaning, reason: `Vapi: ${told.replace(/\.$/, '')}.` }, endReason }
  }
  return { resultType: meaning, failure: null, endReason }
}

/** A reason that we do not know yet is judged by whether anybody has spoken. */
function meaningOf(call: VapiCall): Meaning {
  const reason = call.endedReason ?? ''
  const known = MEANINGS.find(([pattern]) => pattern.test(reason))
  return known?.[1] ?? (transcriptOf(call) ? 'conversation' : 'again')
}

const SUCCESSES: ReadonlySet<string> = new Set([
  'true',
  'yes',
  'pass',
  'success',
  'excellent',
  'good',
  'strongly agree',
  'agree',
])

/** Marks of ten and of a hundred, from which on a call has reached its goal. */
const MARK_MIN = 7
const PERCENT_MIN = 70

/**
 * Reads an evaluation by Vapi's rubrics: pass or fail, words (from “good” on), agreement, marks of ten (from 7 on) and
 * percent (from 70 on). A rubric in words of its own is no success; an outcome of the agent can name its field.
 */
export function isVapiSuccess(evaluation: unknown): boolean {
  if (typeof evaluation === 'boolean') return evaluation
  if (typeof evaluation !== 'string' && typeof evaluation !== 'number') return false
  const word = String(evaluation).trim().toLowerCase()
  if (SUCCESSES.has(word)) return true
  const [, mark, percent] = /^(\d{1,3}(?:\.\d+)?)\s*(%)?$/.exec(word) ?? []
  if (mark === undefined) return false
  return percent || Number(mark) > 10 ? Number(mark) >= PERCENT_MIN : Number(mark) >= MARK_MIN
}

/** What was extracted: the structured data, the structured outputs by their names, and the evaluation. */
export function vapiAnalysis({ analysis, artifact }: VapiCall): Record<string, unknown> {
  const outputs = Object.values(artifact?.structuredOutputs ?? {}).flatMap((output) => {
    const { name, result } = (output ?? {}) as { name?: unknown; result?: unknown }
    return typeof name === 'string' && result !== undefined ? [[name, result] as const] : []
  })
  return {
    ...analysis?.structuredData,
    ...Object.fromEntries(outputs),
    ...(analysis?.successEvaluation != null && { successEvaluation: analysis.successEvaluation }),
  }
}

/** The whole result of an ended call. */
export function vapiResult(call: VapiCall, raw: unknown, atMs: number): RemoteResult {
  const analysis = vapiAnalysis(call)
  const endedAtMs = Date.parse(call.endedAt ?? '')
  const lastedMs = endedAtMs - Date.parse(call.startedAt ?? '')
  const end = vapiEnd(call)
  return {
    ...end,
    duration: Number.isNaN(lastedMs) ? 0 : Math.max(Math.round(lastedMs / 1000), 0),
    endedAt: endMoment(endedAtMs, atMs),
    summary: call.analysis?.summary || null,
    transcription: transcriptOf(call),
    recordingUrl: call.artifact?.recordingUrl || call.recordingUrl || null,
    analysis,
    optOut: asksNotToBeCalled(analysis),
    raw,
  }
}

function transcriptOf(call: VapiCall): string | null {
  return call.artifact?.transcript || call.transcript || null
}

/**
 * Guesses what Vapi means by refusing to create a call. The words are inferred: neither Vapi's documentation nor its SDK says
 * how it refuses for want of balance, lines or a number that can be called, and we have seen no refusal of its server. What is
 * not recognized counts as the account's, which pauses it and burns nobody.
 */
export function judgeVapiRefusal(status: number, text: string): 'person' | 'later' | null {
  if (status !== 400 && status !== 403) return null
  if (/concurren/i.test(text)) return 'later'
  if (/wallet|credit|billing|balance|daily|phoneNumberId|assistantId/i.test(text)) return null
  return /customer\.|E\.?164|destination|international/i.test(text) ? 'person' : null
}
