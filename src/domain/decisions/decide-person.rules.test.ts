import { describe, expect, it } from 'vitest'
import { NO_CAPS } from '@/domain/contact-safety/cap.schema'
import { contactFacts } from '@/testing/contact-facts'
import {
  type AskedPerson,
  decidePerson,
  deciderOf,
  NO_WINDOW_RECHECK_MS,
  OPEN_CALL_RECHECK_MS,
} from './decide-person.rules'

/** A Monday, noon in New York. */
const NOON = Date.UTC(2027, 2, 1, 17)
const DAY_MS = 86_400_000

const person: AskedPerson = {
  ...{ phoneNumber: '+12125550100', variables: {}, timezone: 'America/New_York', timezoneSent: false },
  ...{ wantedAtMs: null, windowsBypassedBy: null },
}
const nothing = { suppressions: [], calls: [], consents: [] }
const entry = { listId: 'l', listName: 'Do not call', kind: 'own', untilMs: null, agentIds: null } as const
const consent = { id: 'c', basis: 'express', source: 'A form', text: null } as const

const decide = (
  asked: Partial<AskedPerson> = {},
  known: Partial<Parameters<typeof decidePerson>[2]> = {},
  changes: Parameters<typeof contactFacts>[0] = {},
) => decidePerson(contactFacts(changes), { ...person, ...asked }, { ...nothing, ...known }, NOON)

describe('decidePerson', () => {
  it('takes what was written for what holds, by whatever clock', () => {
    const suppressions = [{ ...entry, sinceMs: NOON + 50 }]
    expect(decide({}, { suppressions }).decision).toMatchObject({ kind: 'never', reasons: [{ code: 'SUPPRESSED' }] })
    const agent = { consent: { bases: ['express' as const], ageDaysMax: null } }
    const given = { ...consent, atMs: NOON - DAY_MS }
    const of = (revokedAtMs: number | null) =>
      decide({}, { consents: [{ ...given, revokedAtMs }] }, { agent }).decision.kind
    expect([of(null), of(NOON + 50), of(NOON - 50)]).toEqual(['call', 'never', 'never'])
  })

  it('believes a time zone only that was sent', () => {
    const anywhere = { phoneNumber: '+18005550100' }
    expect(decide(anywhere).location.knownBy).toBe('nothing')
    expect(decide({ ...anywhere, timezoneSent: true }).location.knownBy).toBe('timezone')
    expect(decide({ variables: { state: 'Florida' } }).location).toMatchObject({
      knownBy: 'region',
      jurisdictions: [{ region: 'FL' }],
    })
  })

  it('waits for the end of a call under way only where days of rest may follow it', () => {
    const calls = [{ atMs: NOON - 1_000, subject: 'a', conversation: false, isOpen: true }]
    const resting = { organization: { caps: { ...NO_CAPS, restDays: 7 } } }
    expect(decide({}, { calls }).decision.kind).toBe('call')
    expect(decide({}, { calls }, resting).decision).toMatchObject({
      ...{ kind: 'not before', atMs: NOON + OPEN_CALL_RECHECK_MS },
      reasons: [{ code: 'CAP_REST' }],
    })
    const ended = calls.map((call) => ({ ...call, isOpen: false }))
    expect(decide({}, { calls: ended }, resting).decision.kind).toBe('call')
  })

  it('asks again within the hour for an agent without windows, but gives up who may never be called', () => {
    const agent = { callWindows: { monday: [] } }
    const later = { kind: 'not before', atMs: NOON + NO_WINDOW_RECHECK_MS }
    expect(decide({}, {}, { agent }).decision).toMatchObject(later)
    expect(decide({}, { suppressions: [{ ...entry, sinceMs: 0 }] }, { agent }).decision).toMatchObject({
      kind: 'never',
      reasons: [{ code: 'SUPPRESSED' }],
    })
    expect(decide({ windowsBypassedBy: 'option' }, {}, { agent }).decision.kind).toBe('call')
    const night = { callWindows: { monday: [{ start: '02:00', end: '04:00' }] } }
    expect(decide({}, {}, { agent: night }).decision.kind).toBe('never')
  })
})

describe('deciderOf', () => {
  it('decides for each of many as for one alone, whatever they share', () => {
    const ruled = contactFacts({
      organization: { ruleSets: ['us-federal', 'us-states', 'canada'], caps: { ...NO_CAPS, callsPerDay: 1 } },
      agent: { consent: null },
    })
    const unsaid: Record<string, string> = {}
    const people: AskedPerson[] = [
      '+12125550100',
      '+12125550101',
      '+14155550100',
      '+18005550100',
      '+4930123456',
      '+4930123457',
    ].flatMap((phoneNumber) =>
      ['America/New_York', 'America/Los_Angeles'].flatMap((timezone) =>
        [true, false].flatMap((timezoneSent) =>
          ([null, 'option', 'call back'] as const).flatMap((windowsBypassedBy) =>
            [null, NOON + DAY_MS, NOON + DAY_MS / 2].map((wantedAtMs) => ({
              ...{ phoneNumber, timezone, timezoneSent, windowsBypassedBy, wantedAtMs },
              variables: phoneNumber === '+12125550101' ? { state: 'Florida' } : unsaid,
            })),
          ),
        ),
      ),
    )
    const suppressions = [{ ...entry, sinceMs: NOON - 1 }]
    const calls = [{ atMs: NOON - 1_000, subject: 'a', conversation: false, isOpen: false }]
    const consents = [{ ...consent, atMs: NOON - DAY_MS, revokedAtMs: null }]
    const decideOne = deciderOf(ruled, NOON)
    const again = people.map((asked) => ({ ...asked, unansweredMs: [NOON - DAY_MS, NOON] }))
    const all: Parameters<typeof decidePerson>[2][] = [
      nothing,
      { ...nothing, suppressions },
      { ...nothing, calls },
      { ...nothing, consents },
      nothing,
    ]
    for (const known of all) {
      for (const asked of [...people, ...again])
        expect(decideOne(asked, known)).toEqual(decidePerson(ruled, asked, known, NOON))
    }
  })

  it('decides once for all of whom nothing is known, at one place and for one moment', () => {
    const decideOne = deciderOf(contactFacts(), NOON)
    const first = decideOne(person, nothing)
    expect(decideOne({ ...person, phoneNumber: '+12125550199' }, nothing)).toBe(first)
    expect(decideOne({ ...person, phoneNumber: '+4930123456' }, nothing)).toBe(
      decideOne({ ...person, phoneNumber: '+4930123457' }, nothing),
    )
  })
})
