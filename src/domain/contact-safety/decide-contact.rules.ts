import { capGates } from './call-caps.rules'
import { type CallingHours, callingHoursOf, HORIZON_MS } from './calling-hours.rules'
import { consentGates, consentUsed } from './consent-gate.rules'
import type { Consent, ContactFacts, ListFacts, Reason, RuleRef, Suppression } from './contact-facts.rules'
import { type Gate, passGates } from './gate.rules'
import { isOld } from './list-age.rules'

/** After this time it is asked again whether an old list has been refreshed, which no rule can foretell. */
export const LIST_LOOK_AGAIN_MS = 3_600_000

/**
 * Whether a person is called. `call`: now. `not before`: at `atMs` at the earliest, and then it is asked again, with the
 * facts as they are then. `never`: not by this sequence.
 */
export type ContactDecision = ({ kind: 'call' } | { kind: 'not before'; atMs: number } | { kind: 'never' }) &
  DecisionGrounds

/** What a decision rests on, for whoever has to prove later why somebody was called, or was not. */
export type DecisionGrounds = {
  /** Everything that keeps the call back, each with the moment until which it does. Empty when only the wish is later. */
  reasons: readonly Reason[]
  /** What is to be told and keeps nothing back: old lists of which the organization only wants to hear. */
  notices: readonly Reason[]
  /** The rules of rule sets that hold for this person. */
  rules: readonly RuleRef[]
  /** The consent on which the call is made; null for `never`, and without any. */
  consent: Consent | null
  /** Why the agent's windows did not count, when they are closed at that moment; null otherwise. */
  bypassed: 'option' | 'call back' | null
}

/**
 * Decides whether and when a person is called. It is asked at the enrollment, when a line is given, and right before the
 * dialer is asked, always with all facts that are known then.
 *
 * What never gives way: suppressions, the rules in force of every place where the person may be, caps, consents and lists
 * that are to stop calls when old. The agent's call windows are a preference, which `windowsBypassedBy` sets aside.
 *
 * The moment of `not before` is the first from now and the wish on that all of them allow, within 400 days. When there
 * is none (windows at hours at which the rules never allow a call), the answer is `never`, with what stood in the way.
 *
 * @param nowMs epoch milliseconds
 */
export function decideContact(facts: ContactFacts, nowMs: number): ContactDecision {
  return decideWithin(facts, nowMs, [])
}

/**
 * Decides as `decideContact` does, with further gates that have to be open as well.
 *
 * @param further what the caller wants besides, such as another time of day than before
 */
export function decideWithin(facts: ContactFacts, nowMs: number, further: readonly Gate[]): ContactDecision {
  const { organization, agent, person, call } = facts
  const startMs = Math.max(nowMs, call.wantedAtMs ?? nowMs)
  const hours = callingHoursOf(organization, agent, person.location, call)
  const gates = [
    ...suppressionGates(person.suppressions, agent.id),
    ...listGates(organization.lists, agent.id, nowMs),
    ...consentGates(agent, hours.rules, person.consents),
    ...capGates(facts, hours.rules),
    ...further,
  ]
  // Nothing but the hours keeps back most contacts, and those have been asked for by the one before.
  const { ms, reasons } =
    gates.length === 0 ? hours.open(startMs) : passGates([...gates, hoursGate(hours)], startMs, startMs + HORIZON_MS)
  const grounds = {
    reasons,
    notices: noticesOf(organization.lists, agent.id, nowMs),
    rules: refsOf(hours),
    consent: ms === null ? null : consentUsed(agent, hours.rules, person.consents, ms),
    bypassed:
      ms !== null && call.windowsBypassedBy !== null && !hours.isInsideWindows(ms) ? call.windowsBypassedBy : null,
  }
  if (ms === null) return { kind: 'never', ...grounds }
  return ms === nowMs ? { kind: 'call', ...grounds } : { kind: 'not before', atMs: ms, ...grounds }
}

/** The hours are one gate among the others, whose answers all contacts there share. */
function hoursGate(hours: CallingHours): Gate {
  return { next: (ms) => hours.open(ms).ms, reasons: (ms) => hours.open(ms).reasons }
}

const refs = new WeakMap<CallingHours, readonly RuleRef[]>()

function refsOf(hours: CallingHours): readonly RuleRef[] {
  let found = refs.get(hours)
  if (!found) {
    found = hours.rules.map(({ id, version }) => ({ id, version }))
    refs.set(hours, found)
  }
  return found
}

function concerns(agentIds: readonly string[] | null, agentId: string): boolean {
  return agentIds === null || agentIds.includes(agentId)
}

/** Whoever is on a list is not called by this sequence, also where the entry ends some day. */
function suppressionGates(suppressions: readonly Suppression[], agentId: string): Gate[] {
  return suppressions
    .filter(({ agentIds }) => concerns(agentIds, agentId))
    .map(({ listId, listName, sinceMs, untilMs }) => ({
      next: (ms) => (sinceMs <= ms && ms < (untilMs ?? Number.POSITIVE_INFINITY) ? null : ms),
      reasons: () => [{ rule: { id: `suppression:${listId}`, version: 1 }, untilMs, code: 'SUPPRESSED', listName }],
    }))
}

function oldLists(lists: readonly ListFacts[], agentId: string, nowMs: number, whenOld: ListFacts['whenOld']) {
  return lists.filter((list) => list.whenOld === whenOld && concerns(list.agentIds, agentId) && isOld(list, nowMs))
}

function listGates(lists: readonly ListFacts[], agentId: string, nowMs: number): Gate[] {
  const lookMs = nowMs + LIST_LOOK_AGAIN_MS
  return oldLists(lists, agentId, nowMs, 'stop').map((list) => ({
    next: (ms) => Math.max(ms, lookMs),
    reasons: (_, untilMs) => [listReason(list, untilMs)],
  }))
}

function noticesOf(lists: readonly ListFacts[], agentId: string, nowMs: number): readonly Reason[] {
  return oldLists(lists, agentId, nowMs, 'notice').map((list) => listReason(list, null))
}

function listReason({ id, name }: ListFacts, untilMs: number | null): Reason {
  return { rule: { id: `list:${id}`, version: 1 }, untilMs, code: 'LIST_OLD', listName: name }
}
