import type { ResultType } from '@/domain/results/result-types.rules'
import type { CallingRule } from './calling-rule.rules'
import type { Cap, CapSettings } from './cap.schema'
import type { AgentPolicy, ContactFacts, PastCall, Reason, RuleRef } from './contact-facts.rules'
import type { Gate } from './gate.rules'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const DAY_MS = 24 * HOUR_MS

/** Tells whether a call with this result was a conversation, so that days of rest follow it. */
export function isConversation(resultType: ResultType): boolean {
  return resultType === 'Goal Completed' || resultType === 'Goal Not Completed'
}

/** What the calls of an agent are about. */
export function subjectOf(agent: Pick<AgentPolicy, 'id' | 'subject'>): string {
  return agent.subject ?? agent.id
}

/** Returns how many days of past calls the caps of an organization, an agent and its rules can count. */
export function pastCallsDays(caps: readonly CapSettings[], rules: readonly CallingRule[]): number {
  const all = [...caps.flatMap(capsOf), ...rules.flatMap((rule) => (rule.kind === 'cap' ? [rule.cap] : []))]
  return Math.max(0, ...all.map((cap) => Math.ceil(reachMs(cap) / DAY_MS)))
}

function reachMs(cap: Cap): number {
  if (cap.kind === 'calls') return cap.withinHours * HOUR_MS
  return cap.kind === 'gap' ? cap.minutes * MINUTE_MS : cap.days * DAY_MS
}

/** Makes the gates of all caps that hold for a call: those of the organization, the agent and the rules. */
export function capGates({ organization, agent, person }: ContactFacts, rules: readonly CallingRule[]): Gate[] {
  // Most numbers have not been called, and no cap closes before the first call.
  if (person.calls.length === 0) return []
  const subject = subjectOf(agent)
  const ofOrganization = { id: 'organization:caps', version: organization.version }
  const ofAgent = { id: 'agent:caps', version: agent.version }
  return [
    ...capsOf(organization.caps).map((cap) => capGate(cap, ofOrganization, person.calls, subject)),
    ...capsOf(agent.caps).map((cap) => capGate(cap, ofAgent, person.calls, subject)),
    ...rules.flatMap((rule) =>
      rule.kind === 'cap' ? [capGate(rule.cap, { id: rule.id, version: rule.version }, person.calls, subject)] : [],
    ),
  ]
}

/** Returns the caps that are set. */
export function capsOf({ callsPerDay, callsPerWeek, gapMinutes, restDays }: CapSettings): Cap[] {
  const caps: Cap[] = []
  if (callsPerDay !== null) caps.push({ kind: 'calls', scope: 'number', max: callsPerDay, withinHours: 24 })
  if (callsPerWeek !== null) caps.push({ kind: 'calls', scope: 'number', max: callsPerWeek, withinHours: 7 * 24 })
  if (gapMinutes !== null) caps.push({ kind: 'gap', scope: 'number', minutes: gapMinutes })
  if (restDays !== null) caps.push({ kind: 'rest', scope: 'number', days: restDays })
  return caps
}

function capGate(cap: Cap, rule: RuleRef, calls: readonly PastCall[], subject: string): Gate {
  const counted = calls.filter(
    (call) => (cap.scope === 'number' || call.subject === subject) && (cap.kind !== 'rest' || call.conversation),
  )
  const times = counted.map(({ atMs }) => atMs).toSorted((a, b) => a - b)
  const reach = reachMs(cap)
  // A gap and a rest are one call within their time.
  const max = cap.kind === 'calls' ? cap.max : 1
  return {
    next: (ms) => {
      // The call that has to be out of reach before there is room for one more.
      const oldest = times.at(-max)
      return oldest === undefined ? ms : Math.max(ms, oldest + reach)
    },
    reasons: (_, untilMs) => [capReason(cap, rule, untilMs)],
  }
}

function capReason(cap: Cap, rule: RuleRef, untilMs: number | null): Reason {
  if (cap.kind === 'calls') return { rule, untilMs, code: 'CAP_CALLS', max: cap.max, withinHours: cap.withinHours }
  if (cap.kind === 'gap') return { rule, untilMs, code: 'CAP_GAP', minutes: cap.minutes }
  return { rule, untilMs, code: 'CAP_REST', days: cap.days }
}
