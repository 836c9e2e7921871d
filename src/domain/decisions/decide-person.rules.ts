import { otherTimeOfDay, otherTimeReason } from '@/domain/cadence/next-call.rules'
import type {
  CallWish,
  Consent,
  ContactFacts,
  PastCall,
  Suppression,
} from '@/domain/contact-safety/contact-facts.rules'
import { type ContactDecision, decideContact } from '@/domain/contact-safety/decide-contact.rules'
import { type Location, locatePerson } from '@/domain/contact-safety/locate-person.rules'

/** An agent without any window has nothing to call in. Its calls are looked at again after this. */
export const NO_WINDOW_RECHECK_MS = 3_600_000

/** After this it is asked again of a number that is on the phone, where days of rest follow a conversation. */
export const OPEN_CALL_RECHECK_MS = 5 * 60_000

/** A person whom an agent is to call, as far as the person's own row says it. */
export type AskedPerson = {
  /** E.164 */
  phoneNumber: string
  variables: Readonly<Record<string, string>>
  /** The time zone on whose clock the agent's windows are. */
  timezone: string
  /** Whether it was sent with the contact, and is not that of the request or the agent. */
  timezoneSent: boolean
  /** Calls that were not answered, at whose time of day a retry is not wanted (epoch ms). */
  unansweredMs?: readonly number[]
} & Pick<CallWish, 'wantedAtMs' | 'windowsBypassedBy'>

/** A decision, and where the person was taken to be. */
export type Decided = { decision: ContactDecision; location: Location }

/** What is known of a number. */
type KnownOfNumber = {
  suppressions: readonly Suppression[]
  /** `isOpen` while nobody knows yet whether somebody was spoken to. */
  calls: readonly (PastCall & { isOpen: boolean })[]
  consents: readonly Consent[]
}

/**
 * Returns all that is known of a person and a call, as `decideContact` wants it.
 *
 * What has been written by the database's clock holds already, whatever the clock of this process says: an entry or a
 * revocation of a moment ago must not wait for a clock that is behind.
 */
export function contactFactsOf(
  { organization, agent }: Pick<ContactFacts, 'organization' | 'agent'>,
  asked: AskedPerson,
  known: KnownOfNumber,
  nowMs: number,
): ContactFacts {
  const { timezone, wantedAtMs, windowsBypassedBy } = asked
  return {
    organization,
    agent,
    person: {
      location: locationOf(asked),
      suppressions: known.suppressions.map((one) => ({ ...one, sinceMs: Math.min(one.sinceMs, nowMs) })),
      calls: known.calls,
      consents: known.consents.map(({ revokedAtMs, ...one }) => ({
        ...one,
        revokedAtMs: revokedAtMs === null ? null : Math.min(revokedAtMs, nowMs),
      })),
    },
    call: { wantedAtMs, timezone, windowsBypassedBy },
  }
}

function locationOf({ phoneNumber, variables, timezone, timezoneSent }: AskedPerson): Location {
  return locatePerson({ e164: phoneNumber, variables, timezone: timezoneSent ? timezone : null })
}

/**
 * Returns a function that decides as `decidePerson` does, for many people at one moment. Of most of them nothing is known:
 * all who are at the same place, and are to be called at the same time, share one decision.
 */
export function deciderOf(
  policies: Pick<ContactFacts, 'organization' | 'agent'>,
  nowMs: number,
): (asked: AskedPerson, known: KnownOfNumber) => Decided {
  const shared = new Map<Location, Map<string, Map<number | null, Decided>>>()
  return (asked, known) => {
    const isKnown = known.suppressions.length + known.calls.length + known.consents.length > 0
    if (isKnown || asked.unansweredMs) {
      return decidePerson(policies, asked, known, nowMs)
    }
    const { timezone, wantedAtMs, windowsBypassedBy } = asked
    const ofPlace = entryOf(shared, locationOf(asked), () => new Map())
    const clock = windowsBypassedBy === null ? timezone : `${timezone} ${windowsBypassedBy}`
    const ofClock = entryOf(ofPlace, clock, () => new Map())
    return entryOf(ofClock, wantedAtMs, () => decidePerson(policies, asked, known, nowMs))
  }
}

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key)
  if (value === undefined) {
    value = make()
    map.set(key, value)
  }
  return value
}

/**
 * Decides whether and when a person is called, as `decideContact` does, with what is known of the number.
 *
 * A call that is under way may become a conversation, after which the person has days of rest. Until that is known there is
 * no other call, and it is asked again within minutes.
 *
 * An agent that has no call window at all never calls anybody, and that is no reason to give up a person: somebody may
 * give it one, so it is asked again within the hour.
 */
export function decidePerson(
  { organization, agent }: Pick<ContactFacts, 'organization' | 'agent'>,
  asked: AskedPerson,
  known: KnownOfNumber,
  nowMs: number,
): Decided {
  const facts = contactFactsOf({ organization, agent }, asked, known, nowMs)
  const { location } = facts.person
  const decision = decideContact(facts, nowMs)
  if (asked.unansweredMs && decision.kind !== 'never') {
    const firstMs = decision.kind === 'call' ? nowMs : decision.atMs
    const atMs = otherTimeOfDay(facts, firstMs, asked.unansweredMs, nowMs)
    const reasons = [...decision.reasons, otherTimeReason(atMs)]
    if (atMs > firstMs) return { decision: { ...decision, kind: 'not before', atMs, reasons }, location }
  }
  if (decision.kind === 'call' && known.calls.some(({ isOpen }) => isOpen)) {
    const calls = known.calls.map((call) => ({ ...call, conversation: call.conversation || call.isOpen }))
    const careful = decideContact({ ...facts, person: { ...facts.person, calls } }, nowMs)
    if (careful.kind === 'call') return { decision, location }
    const wait = { ...careful, kind: 'not before' as const, atMs: nowMs + OPEN_CALL_RECHECK_MS }
    return { decision: wait, location }
  }
  const isWindowless = Object.values(agent.callWindows).every((windows) => windows.length === 0)
  if (decision.kind !== 'never' || asked.windowsBypassedBy !== null || !isWindowless) return { decision, location }
  // Who is on a list, or has not agreed, is given up all the same.
  const others = decideContact({ ...facts, call: { ...facts.call, windowsBypassedBy: 'option' } }, nowMs)
  if (others.kind === 'never') return { decision: others, location }
  const grounds = { ...decision, kind: 'not before' as const, atMs: nowMs + NO_WINDOW_RECHECK_MS }
  return { decision: grounds, location }
}
