import type { Reason } from '@/domain/contact-safety/contact-facts.rules'
import { describeReason } from '@/domain/contact-safety/describe-reason.rules'
import type { TrailDecision } from './trail-answer.schema'

const MOMENTS: Readonly<Record<TrailDecision['point'], string>> = {
  enrollment: 'When enrolled',
  retry: 'When the call before had ended',
  'rules changed': 'When the rules had changed',
  dispatch: 'When a line was free',
  placement: 'Right before the call',
}

/** Says what was decided, and why: "Right before the call: may be called." */
export function describeDecision(
  point: TrailDecision['point'],
  kind: TrailDecision['kind'],
  reasons: readonly Reason[],
): string {
  const why = [...new Set(reasons.map(describeReason))].join(' ')
  const what = { call: 'may be called.', 'not before': 'not yet.', never: 'not called.' }[kind]
  return [`${MOMENTS[point]}: ${what}`, why].filter(Boolean).join(' ')
}

/** Says that somebody was enrolled. */
export function describeEnrollment(of: {
  name: string
  agentName: string
  test: boolean
  bypasses: boolean
  externalId: string | null
}): string {
  const as = of.test ? ' as a test' : ''
  const bypass = of.bypasses ? ' Its call windows were to be bypassed.' : ''
  const id = of.externalId === null ? '' : ` Its external id is ${of.externalId}.`
  return `${of.name} was enrolled with ${of.agentName}${as}.${id}${bypass}`
}

/** Says what became of a call. */
export function describeCall(of: {
  agentName: string
  /** E.164; null of calls that are older than several numbers. */
  fromNumber: string | null
  /** Which call of its step it is; 1 for the first. */
  attempt: number
  /** The moment for which the person was promised it, as it is written; null of any other call. */
  promisedFor: string | null
  status: string
  resultType: string | null
  durationSeconds: number | null
  summary: string | null
}): string {
  const length = of.durationSeconds === null ? '' : `, ${Math.round(of.durationSeconds)} s`
  const result =
    of.resultType === null ? (of.status === 'requested' ? 'waits for the dialer' : 'under way') : of.resultType
  const from = of.fromNumber === null ? '' : ` from ${of.fromNumber}`
  // A promise is none of the attempts of its step.
  const why =
    of.promisedFor !== null ? `, promised for ${of.promisedFor}` : of.attempt > 1 ? `, attempt ${of.attempt}` : ''
  return [`Call by ${of.agentName}${from}${why}: ${result}${length}.`, of.summary].filter(Boolean).join(' ')
}

/** Says what became of a mail. */
export function describeMail(of: { subject: string; toAddress: string; status: string }): string {
  const became = { sent: 'sent', failed: 'not sent', requested: 'waits to be sent' }[of.status] ?? of.status
  if (of.toAddress === '') return `Mail: ${became}.`
  return `Mail “${of.subject}” to ${of.toAddress}: ${became}.`
}

/** Says on what a consent rests, where it was given, and what was agreed to. */
export function describeConsent(of: { basis: string; source: string; text: string | null }): string {
  const text = of.text === null ? '' : ` “${of.text}”`
  return `Consent (${of.basis}) given: ${of.source}.${text}`
}

/** Says that somebody asked not to be called again. */
export function describeOptOut(agentName: string | null, inCall: boolean): string {
  const where = inCall ? 'Asked in a call' : 'Asked'
  return agentName === null ? `${where} not to be called again.` : `${where} not to be called again by ${agentName}.`
}

/** Says on which list somebody was put. */
export function describeSuppression(of: { listName: string; reason: string | null }): string {
  return [`Put on the suppression list “${of.listName}”.`, of.reason].filter(Boolean).join(' ')
}
