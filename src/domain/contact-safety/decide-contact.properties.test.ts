import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test, vi } from 'vitest'
import type { CallWindows } from '@/domain/schedule/call-windows.schema'
import { WEEKDAYS } from '@/domain/schedule/weekdays.rules'
import { contactFacts } from '@/testing/contact-facts'
import { ALWAYS_OPEN, OFFICE_HOURS } from '@/testing/validation-context'
import { type CapSettings, NO_CAPS } from './cap.schema'
import { CONSENT_BASES, type ConsentRequirement } from './consent.schema'
import type { Consent, ContactFacts, PastCall, Suppression } from './contact-facts.rules'
import { decideContact } from './decide-contact.rules'
import { holidayOn } from './holiday-dates.rules'
import { type Jurisdiction, locatePerson } from './locate-person.rules'
import { RULE_SET_IDS, RULE_SETS } from './rule-sets.rules'

// A slow oracle, minute by minute, on machines that are busy with other things.
vi.setConfig({ testTimeout: 120_000 })

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const QUARTER = 15 * MINUTE
const SEARCHED_DAYS = 8

/** What the clock on the wall shows there. Asked of Temporal once for each quarter of an hour: clocks change at those. */
const offsets = new Map<string, number>()
function wall(zone: string, ms: number): { day: number; weekday: number; minute: number } {
  const quarter = Math.floor(ms / QUARTER)
  const key = `${zone} ${quarter}`
  let offset = offsets.get(key)
  if (offset === undefined) {
    offset = Temporal.Instant.fromEpochMilliseconds(quarter * QUARTER).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6
    offsets.set(key, offset)
  }
  const local = ms + offset
  const day = Math.floor(local / DAY)
  return { day, weekday: (day + 3) % 7, minute: Math.floor((local - day * DAY) / MINUTE) }
}

function minutesOf(time: string): number {
  const [hour = '', minute = ''] = time.split(':')
  return Number(hour) * 60 + Number(minute)
}

function isWithin(windows: CallWindows, zone: string, ms: number): boolean {
  const { weekday, minute } = wall(zone, ms)
  const today = windows[WEEKDAYS[weekday] ?? 'monday'] ?? []
  const yesterday = windows[WEEKDAYS[(weekday + 6) % 7] ?? 'monday'] ?? []
  const crosses = ({ start, end }: { start: string; end: string }) => minutesOf(end) < minutesOf(start)
  return (
    today.some((each) => minutesOf(each.start) <= minute && (crosses(each) || minute < minutesOf(each.end))) ||
    yesterday.some((each) => crosses(each) && minute < minutesOf(each.end))
  )
}

function holdsIn(rule: { country: string; region: string | null }, place: Jurisdiction): boolean {
  return rule.country === place.country && (rule.region === null || rule.region === place.region)
}

/** Lists the ids of all that keeps the call back at a moment, in the plainest words there are for each. */
function closedBy({ organization, agent, person, call }: ContactFacts, ms: number): string[] {
  const closed = new Set<string>()
  for (const set of organization.ruleSets) {
    if (RULE_SETS[set].ofDebtCollectors && !agent.collectsDebts) continue
    for (const rule of RULE_SETS[set].rules) {
      for (const place of person.location.jurisdictions.filter((each) => holdsIn(rule, each))) {
        for (const zone of place.zones) {
          if (rule.kind === 'hours' && !isWithin(rule.hours, zone, ms)) closed.add(rule.id)
          if (rule.kind === 'holidays' && holidayOn(rule.holidays, wall(zone, ms).day) !== null) closed.add(rule.id)
        }
        if (rule.kind === 'consent' && !isConsented(rule.consent, person.consents, ms)) closed.add(rule.id)
        if (rule.kind !== 'cap') continue
        const subject = agent.subject ?? agent.id
        const counted = person.calls.filter((each) => rule.cap.scope === 'number' || each.subject === subject)
        if (rule.cap.kind === 'calls' && callsSince(counted, ms - rule.cap.withinHours * HOUR) >= rule.cap.max)
          closed.add(rule.id)
        if (rule.cap.kind === 'rest' && talksSince(counted, ms - rule.cap.days * DAY) > 0) closed.add(rule.id)
      }
    }
  }
  if (isCapped(organization.caps, person.calls, ms)) closed.add('organization:caps')
  if (isCapped(agent.caps, person.calls, ms)) closed.add('agent:caps')
  if (agent.consent && !isConsented(agent.consent, person.consents, ms)) closed.add('agent:consent')
  for (const { listId, sinceMs, untilMs, agentIds } of person.suppressions) {
    if (agentIds !== null && !agentIds.includes(agent.id)) continue
    if (sinceMs <= ms && (untilMs === null || ms < untilMs)) closed.add(`suppression:${listId}`)
  }
  if (call.windowsBypassedBy === null && !isWithin(agent.callWindows, call.timezone, ms)) closed.add('agent:windows')
  return [...closed].sort()
}

function callsSince(calls: readonly PastCall[], sinceMs: number): number {
  return calls.filter(({ atMs }) => atMs > sinceMs).length
}

function talksSince(calls: readonly PastCall[], sinceMs: number): number {
  return callsSince(
    calls.filter(({ conversation }) => conversation),
    sinceMs,
  )
}

function isCapped(caps: CapSettings, calls: readonly PastCall[], ms: number): boolean {
  return (
    (caps.callsPerDay !== null && callsSince(calls, ms - DAY) >= caps.callsPerDay) ||
    (caps.callsPerWeek !== null && callsSince(calls, ms - 7 * DAY) >= caps.callsPerWeek) ||
    (caps.gapMinutes !== null && callsSince(calls, ms - caps.gapMinutes * MINUTE) > 0) ||
    (caps.restDays !== null && talksSince(calls, ms - caps.restDays * DAY) > 0)
  )
}

function isConsented({ bases, ageDaysMax }: ConsentRequirement, consents: readonly Consent[], ms: number): boolean {
  return consents.some(
    (each) =>
      bases.includes(each.basis) &&
      each.atMs <= ms &&
      (ageDaysMax === null || ms < each.atMs + ageDaysMax * DAY) &&
      (each.revokedAtMs === null || ms < each.revokedAtMs),
  )
}

const isSuppressed = (ids: readonly string[]) => ids.some((id) => id.startsWith('suppression:'))

// Moments near which clocks change, holidays lie, and any other; in whole minutes, as the oracle walks.
const MOMENTS = [
  '2027-03-14T06:00Z',
  '2026-11-01T05:00Z',
  '2027-03-28T00:00Z',
  '2026-12-24T12:00Z',
  '2026-12-31T12:00Z',
  '2027-05-29T12:00Z',
  '2027-07-02T12:00Z',
  '2027-11-07T05:00Z',
  '2027-03-02T12:00Z',
]
const nowMs = fc
  .tuple(fc.constantFrom(...MOMENTS), fc.integer({ min: -2 * 1_440, max: 2 * 1_440 }))
  .map(([moment, minutes]) => Date.parse(moment) + minutes * MINUTE)

const clues = fc.oneof(
  fc
    .constantFrom(
      'AL',
      'LA',
      'MS',
      'RI',
      'UT',
      'PA',
      'FL',
      'TX',
      'ME',
      'SD',
      'KY',
      'NV',
      'AZ',
      'HI',
      'AK',
      'ON',
      'NL',
      'SK',
    )
    .map((state) => ({ e164: '+12125550100', variables: { state } })),
  fc
    .constantFrom('+12125550100', '+18505550100', '+12515550100', '+19025550100', '+18675550100', '+17095550100')
    .map((e164) => ({ e164, variables: {} })),
  fc.constantFrom('+4930123456', '+33123456789', '+442079460000', '+525512345678', '+61291234567').map((e164) => ({
    e164,
    variables: {},
  })),
)

const time = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
const window = fc
  .tuple(fc.integer({ min: 0, max: 1_439 }), fc.integer({ min: 1, max: 1_440 }))
  .filter(([start, end]) => start !== end)
  .map(([start, end]) => ({ start: time(start), end: time(end) }))
const windows = fc.oneof(
  fc.constant(ALWAYS_OPEN),
  fc.constant(OFFICE_HOURS),
  fc
    .tuple(
      fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1, maxLength: 7 }),
      fc.array(window, { maxLength: 7 }),
    )
    .map(([days, all]): CallWindows => Object.fromEntries(days.map((day, at) => [day, all[at] ? [all[at]] : []]))),
)

const caps: fc.Arbitrary<CapSettings> = fc.oneof(
  fc.constant(NO_CAPS),
  fc.record({
    callsPerDay: fc.option(fc.integer({ min: 1, max: 4 })),
    callsPerWeek: fc.option(fc.integer({ min: 1, max: 6 })),
    gapMinutes: fc.option(fc.integer({ min: 1, max: 600 })),
    restDays: fc.option(fc.integer({ min: 1, max: 4 })),
  }),
)

const calls = (now: number) =>
  fc.array(
    fc.record({
      atMs: fc.integer({ min: 0, max: 9 * 1_440 }).map((minutes) => now - minutes * MINUTE),
      subject: fc.constantFrom('agent_a', 'agent_b', 'renewals'),
      conversation: fc.boolean(),
    }),
    { maxLength: 9 },
  )

const consents = (now: number): fc.Arbitrary<Consent[]> =>
  fc.array(
    fc.record({
      id: fc.constant('consent'),
      basis: fc.constantFrom(...CONSENT_BASES),
      atMs: fc.integer({ min: -3 * 1_440, max: 20 * 1_440 }).map((minutes) => now - minutes * MINUTE),
      source: fc.constant('form'),
      text: fc.constant(null),
      revokedAtMs: fc.option(fc.integer({ min: -2 * 1_440, max: 2 * 1_440 }).map((minutes) => now + minutes * MINUTE)),
    }),
    { maxLength: 3 },
  )

const suppressions = (now: number): fc.Arbitrary<Suppression[]> =>
  fc.array(
    fc.record({
      listId: fc.constantFrom('own', 'registry'),
      listName: fc.constant('A list'),
      kind: fc.constant('own' as const),
      sinceMs: fc.integer({ min: -3 * 1_440, max: 3 * 1_440 }).map((minutes) => now + minutes * MINUTE),
      untilMs: fc.option(fc.integer({ min: -3 * 1_440, max: 4 * 1_440 }).map((minutes) => now + minutes * MINUTE)),
      agentIds: fc.constantFrom(null, ['agent_a'], ['agent_b']),
    }),
    { maxLength: 1 },
  )

const requirement: fc.Arbitrary<ConsentRequirement | null> = fc.option(
  fc.record({
    bases: fc.uniqueArray(fc.constantFrom(...CONSENT_BASES), { minLength: 1 }),
    ageDaysMax: fc.option(fc.integer({ min: 1, max: 20 })),
  }),
  { freq: 2 },
)

const cases = nowMs.chain((now) =>
  fc
    .record({
      ruleSets: fc.oneof(fc.constant([...RULE_SET_IDS]), fc.subarray([...RULE_SET_IDS])),
      organizationCaps: caps,
      agentCaps: caps,
      windows,
      subject: fc.constantFrom(null, 'renewals'),
      collectsDebts: fc.boolean(),
      consent: requirement,
      clues,
      calls: calls(now),
      consents: consents(now),
      suppressions: fc.oneof({ arbitrary: fc.constant([]), weight: 3 }, { arbitrary: suppressions(now), weight: 1 }),
      timezone: fc.constantFrom('America/New_York', 'America/Los_Angeles', 'Europe/Berlin', 'Asia/Kathmandu'),
      windowsBypassedBy: fc.constantFrom(null, null, 'option' as const, 'call back' as const),
      wantedAtMs: fc.option(fc.integer({ min: -600, max: 3_000 }).map((minutes) => now + minutes * MINUTE)),
    })
    .map((each) => ({
      now,
      facts: contactFacts({
        organization: { ruleSets: each.ruleSets, caps: each.organizationCaps },
        agent: {
          callWindows: each.windows,
          caps: each.agentCaps,
          subject: each.subject,
          collectsDebts: each.collectsDebts,
          consent: each.consent,
        },
        person: {
          location: locatePerson({ ...each.clues, timezone: null }),
          calls: each.calls,
          consents: each.consents,
          suppressions: each.suppressions,
        },
        call: { timezone: each.timezone, windowsBypassedBy: each.windowsBypassedBy, wantedAtMs: each.wantedAtMs },
      }),
    })),
)

const startOf = ({ facts, now }: { facts: ContactFacts; now: number }) => Math.max(now, facts.call.wantedAtMs ?? now)

/**
 * Returns the first minute at which nothing keeps the call back; `never` when a suppression comes in between or holds,
 * null when none is found in the days that are searched.
 */
function firstMinute(facts: ContactFacts, startMs: number): number | 'never' | null {
  for (let ms = startMs; ms < startMs + SEARCHED_DAYS * DAY; ms += MINUTE) {
    const closed = closedBy(facts, ms)
    if (isSuppressed(closed) && closed.every((id) => id.startsWith('suppression:'))) return 'never'
    if (closed.length === 0) return ms
  }
  return null
}

test('a moment is the first minute at which nothing keeps the call back, as the oracle finds it', () => {
  let compared = 0
  fc.assert(
    fc.property(cases, ({ facts, now }) => {
      const startMs = startOf({ facts, now })
      const decision = decideContact(facts, now)
      // An entry that is in force at the start ends it at once.
      if (isSuppressed(closedBy(facts, startMs))) {
        expect(decision.kind).toBe('never')
        return
      }
      const expected = firstMinute(facts, startMs)
      if (expected === 'never') return
      const found = decision.kind === 'call' ? now : decision.kind === 'not before' ? decision.atMs : null
      if (expected === null) {
        expect(found === null || found >= startMs + SEARCHED_DAYS * DAY).toBe(true)
        return
      }
      // A suppression may come up on the way, and ends it then.
      if (found === null && facts.person.suppressions.length > 0) return
      compared += 1
      expect(found).toBe(expected)
    }),
    { numRuns: 80 },
  )
  expect(compared).toBeGreaterThan(20)
})

test('no moment is one at which anything keeps the call back, and the one before it is', () => {
  fc.assert(
    fc.property(cases, fc.integer({ min: 0, max: MINUTE - 1 }), (each, oddMs) => {
      const now = each.now + oddMs
      const decision = decideContact(each.facts, now)
      if (decision.kind === 'never') return
      const ms = decision.kind === 'call' ? now : decision.atMs
      expect(closedBy(each.facts, ms)).toEqual([])
      expect(ms).toBeGreaterThanOrEqual(startOf({ ...each, now }))
      if (ms > startOf({ ...each, now })) expect(closedBy(each.facts, ms - 1)).not.toEqual([])
    }),
    { numRuns: 1_500 },
  )
})

test('every reason that holds at the start is named, with an end that is not behind the moment', () => {
  fc.assert(
    fc.property(cases, ({ facts, now }) => {
      const startMs = startOf({ facts, now })
      const decision = decideContact(facts, now)
      const named = decision.reasons.map(({ rule }) => rule.id)
      expect(named).toEqual(expect.arrayContaining(closedBy(facts, startMs)))
      if (decision.kind === 'call') expect(named).toEqual([])
      if (decision.kind === 'never') expect(named.length).toBeGreaterThan(0)
      if (decision.kind !== 'not before') return
      const ends = decision.reasons.map(({ untilMs }) => untilMs ?? Number.POSITIVE_INFINITY)
      expect(Math.max(startMs, ...ends)).toBe(decision.atMs)
    }),
    { numRuns: 1_500 },
  )
})

test('asked again at its moment, with the facts as they were, the answer is to call', () => {
  fc.assert(
    fc.property(cases, ({ facts, now }) => {
      const decision = decideContact(facts, now)
      if (decision.kind === 'not before') expect(decideContact(facts, decision.atMs).kind).toBe('call')
    }),
    { numRuns: 1_000 },
  )
})

test('bypassing the windows never makes a call later, and never at a moment that a rule forbids', () => {
  fc.assert(
    fc.property(cases, ({ facts, now }) => {
      const bypassing: ContactFacts = { ...facts, call: { ...facts.call, windowsBypassedBy: 'option' } }
      const kept = decideContact({ ...facts, call: { ...facts.call, windowsBypassedBy: null } }, now)
      const free = decideContact(bypassing, now)
      if (kept.kind === 'never') return
      // A suppression that begins in between may be met by neither or by the later one alone.
      if (free.kind === 'never') {
        expect(facts.person.suppressions.length).toBeGreaterThan(0)
        return
      }
      const [keptMs, freeMs] = [kept, free].map((each) => (each.kind === 'not before' ? each.atMs : now))
      expect(freeMs).toBeLessThanOrEqual(keptMs ?? 0)
    }),
    { numRuns: 700 },
  )
})

test('what is kept for the contacts of a batch changes no decision', () => {
  fc.assert(
    fc.property(fc.array(cases, { minLength: 2, maxLength: 12 }), (batch) => {
      const [first] = batch
      if (!first) return
      const { organization, agent } = first.facts
      for (const { facts, now } of batch) {
        const shared = { ...facts, organization, agent }
        expect(decideContact(shared, now)).toEqual(decideContact(structuredClone(shared), now))
      }
    }),
    { numRuns: 200 },
  )
})
