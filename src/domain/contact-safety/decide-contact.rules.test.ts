import { describe, expect, it } from 'vitest'
import type { ResultType } from '@/domain/results/result-types.rules'
import { contactFacts } from '@/testing/contact-facts'
import { OFFICE_HOURS } from '@/testing/validation-context'
import { isConversation, pastCallsDays } from './call-caps.rules'
import { NO_CAPS } from './cap.schema'
import type { Consent, ContactFacts, ListFacts, PastCall, Suppression } from './contact-facts.rules'
import { type ContactDecision, decideContact } from './decide-contact.rules'
import { type LocationClues, locatePerson } from './locate-person.rules'
import { RULE_SET_IDS, rulesOf } from './rule-sets.rules'

const at = (text: string) => Date.parse(text)
/** Noon in New York on a Tuesday without a holiday. */
const NOON = at('2027-03-02T17:00:00Z')
const HOUR = 3_600_000
const DAY = 24 * HOUR

const where = (clues: Partial<LocationClues>) =>
  locatePerson({ e164: '+12125550100', variables: {}, timezone: null, ...clues })

/** Writes a decision briefly: `not before 2027-03-02T18:00:00.000Z`, with its reasons. */
function told(decision: ContactDecision): { decision: string; reasons: string[] } {
  return {
    decision: decision.kind === 'not before' ? `not before ${new Date(decision.atMs).toISOString()}` : decision.kind,
    reasons: decision.reasons.map(({ code, rule, untilMs }) =>
      [code, rule.id, rule.version, untilMs === null ? 'for good' : new Date(untilMs).toISOString()].join(' '),
    ),
  }
}

const decide = (changes: Parameters<typeof contactFacts>[0], nowMs = NOON) =>
  told(decideContact(contactFacts(changes), nowMs))

const CALL = { decision: 'call', reasons: [] }

it('calls somebody whom nothing keeps from being called, and names the rules that were asked', () => {
  expect(decideContact(contactFacts(), NOON)).toEqual({
    kind: 'call',
    reasons: [],
    notices: [],
    rules: [{ id: 'us-hours', version: 1 }],
    consent: null,
    bypassed: null,
  })
})

describe('the wish', () => {
  it('waits for a later moment, without a reason but the wish', () => {
    expect(decide({ call: { wantedAtMs: NOON + 1 } })).toEqual({
      decision: `not before ${new Date(NOON + 1).toISOString()}`,
      reasons: [],
    })
  })

  it.each([NOON, NOON - 1, NOON - DAY, null])('one that has come is now', (wantedAtMs) => {
    expect(decide({ call: { wantedAtMs } })).toEqual(CALL)
  })

  it('what is judged is the moment that is wanted, not now', () => {
    const night = at('2027-03-03T03:00:00Z')
    expect(decide({ call: { wantedAtMs: night } })).toEqual({
      decision: 'not before 2027-03-03T13:00:00.000Z',
      reasons: ['CALLING_HOURS us-hours 1 2027-03-03T13:00:00.000Z'],
    })
  })
})

describe('places', () => {
  it('a state is stricter than the country, and both are told', () => {
    const florida = where({ variables: { state: 'FL' } })
    // 7:30 in Miami, 6:30 in Pensacola: both zones have to be awake.
    expect(decide({ person: { location: florida } }, at('2027-03-02T12:30:00Z'))).toEqual({
      decision: 'not before 2027-03-02T14:00:00.000Z',
      reasons: [
        'CALLING_HOURS us-hours 1 2027-03-02T13:00:00.000Z',
        'CALLING_HOURS us-hours 1 2027-03-02T14:00:00.000Z',
        'CALLING_HOURS us-fl-hours 1 2027-03-02T13:00:00.000Z',
        'CALLING_HOURS us-fl-hours 1 2027-03-02T14:00:00.000Z',
      ],
    })
    // 20:00 in Miami, where nobody may be called any more, though it is 19:00 in Pensacola.
    expect(decide({ person: { location: florida } }, at('2027-03-03T01:00:00Z')).decision).toBe(
      'not before 2027-03-03T14:00:00.000Z',
    )
    expect(decide({ person: { location: florida } }, at('2027-03-03T00:59:59.999Z'))).toEqual(CALL)
  })

  it('no Sunday and a holiday after it make a long weekend', () => {
    // Saturday, 2027-05-29, 20:00 in Mobile; Monday is Memorial Day, and so not Tuesday before 8:00.
    const mobile = where({ e164: '+12515550100' })
    expect(decide({ person: { location: mobile } }, at('2027-05-30T01:00:00Z'))).toEqual({
      decision: 'not before 2027-06-01T13:00:00.000Z',
      reasons: [
        'CALLING_HOURS us-al-hours 1 2027-06-01T13:00:00.000Z',
        'HOLIDAY us-al-holidays 1 2027-06-01T05:00:00.000Z',
        // At midnight, when the holiday ended.
        'CALLING_HOURS us-hours 1 2027-06-01T13:00:00.000Z',
      ],
    })
  })

  it('nobody’s place is called when all states and provinces may be', () => {
    // On a Tuesday: Hawaii wakes at 18:00 UTC, Maine and Rhode Island close at 22:00 and 23:00.
    const tollFree = where({ e164: '+18005550199' })
    const facts = { person: { location: tollFree } }
    expect(decide(facts, at('2027-03-02T22:00:00Z')).decision).toBe('not before 2027-03-03T18:00:00.000Z')
    expect(decide({ ...facts, organization: { ruleSets: [] } }, at('2027-03-02T22:00:00Z'))).toEqual(CALL)
  })

  it('rules of a country hold in it alone', () => {
    const night = at('2027-03-02T03:00:00Z')
    expect(decide({ person: { location: where({ e164: '+525512345678' }) } }, night)).toEqual(CALL)
    expect(decide({ person: { location: where({ e164: '+80012345678' }) } }, night)).toEqual(CALL)
    expect(decide({ organization: { ruleSets: ['canada'] } }, night)).toEqual(CALL)
  })
})

describe('changes of the clocks', () => {
  it('8:00 is an hour earlier after spring forward', () => {
    expect(decide({}, at('2027-03-14T05:00:00Z')).decision).toBe('not before 2027-03-14T12:00:00.000Z')
    expect(decide({}, at('2027-03-13T05:00:00Z')).decision).toBe('not before 2027-03-13T13:00:00.000Z')
  })
})

describe('the agent’s windows', () => {
  const agent = { callWindows: OFFICE_HOURS }
  const evening = at('2027-03-03T00:00:00Z')

  it('are on the clock of the contact', () => {
    expect(decide({ agent }, evening)).toEqual({
      decision: 'not before 2027-03-03T14:00:00.000Z',
      reasons: ['CALL_WINDOW agent:windows 7 2027-03-03T14:00:00.000Z'],
    })
    expect(decide({ agent, call: { timezone: 'America/Los_Angeles' } }, evening)).toEqual(CALL)
  })

  it.each(['option', 'call back'] as const)('do not count when bypassed by %s, which is told', (windowsBypassedBy) => {
    const decision = decideContact(contactFacts({ agent, call: { windowsBypassedBy } }), evening)
    expect(decision).toMatchObject({ kind: 'call', reasons: [], bypassed: windowsBypassedBy })
    const noon = decideContact(contactFacts({ agent, call: { windowsBypassedBy } }), NOON)
    expect(noon).toMatchObject({ kind: 'call', bypassed: null })
  })

  it('bypassed, rules hold all the same', () => {
    const night = at('2027-03-03T04:00:00Z')
    expect(decide({ agent, call: { windowsBypassedBy: 'option' } }, night)).toEqual({
      decision: 'not before 2027-03-03T13:00:00.000Z',
      reasons: ['CALLING_HOURS us-hours 1 2027-03-03T13:00:00.000Z'],
    })
  })

  it('at hours that the rules never allow make it never, with both named', () => {
    const callWindows = { monday: [{ start: '21:00', end: '23:00' }] }
    expect(decide({ agent: { callWindows } })).toEqual({
      decision: 'never',
      reasons: ['CALL_WINDOW agent:windows 7 for good', 'CALLING_HOURS us-hours 1 for good'],
    })
    expect(decide({ agent: { callWindows: { monday: [{ start: '20:59', end: '23:00' }] } } }).decision).toBe(
      'not before 2027-03-09T01:59:00.000Z',
    )
  })

  it('that never open make it never', () => {
    expect(decide({ agent: { callWindows: {} } })).toEqual({
      decision: 'never',
      reasons: ['CALL_WINDOW agent:windows 7 for good'],
    })
  })

  it('meet a rule once a year at the latest', () => {
    // Sunday from 12:00 in Texas, and an agent that calls on Sundays at 12:00 only.
    const callWindows = { sunday: [{ start: '12:00', end: '12:01' }] }
    const houston = where({ e164: '+12815550100' })
    expect(
      decide({ agent: { callWindows }, person: { location: houston }, call: { timezone: 'America/Chicago' } }).decision,
    ).toBe('not before 2027-03-07T18:00:00.000Z')
  })
})

describe('suppressions', () => {
  const entry: Suppression = {
    listId: 'dnc',
    listName: 'Do not call',
    kind: 'own',
    sinceMs: NOON - DAY,
    untilMs: null,
    agentIds: null,
  }
  const decideWith = (changes: Partial<Suppression>, nowMs = NOON) =>
    decide({ person: { suppressions: [{ ...entry, ...changes }] } }, nowMs)

  it('end it', () => {
    expect(decideWith({})).toEqual({ decision: 'never', reasons: ['SUPPRESSED suppression:dnc 1 for good'] })
  })

  it('are never bypassed, and stand beside whatever else holds', () => {
    const suppressions = [entry, { ...entry, listId: 'b' }]
    expect(
      decide({ person: { suppressions }, call: { windowsBypassedBy: 'call back' } }, at('2027-03-02T05:00:00Z')),
    ).toEqual({
      decision: 'never',
      reasons: [
        'SUPPRESSED suppression:dnc 1 for good',
        'SUPPRESSED suppression:b 1 for good',
        'CALLING_HOURS us-hours 1 2027-03-02T13:00:00.000Z',
      ],
    })
  })

  it.each([
    [NOON, 'never'],
    [NOON + 1, 'call'],
  ])('hold from the moment on at which they were made', (sinceMs, decision) => {
    expect(decideWith({ sinceMs }).decision).toBe(decision)
  })

  it.each([
    [NOON + 1, 'never'],
    [NOON, 'call'],
  ])('hold until the moment at which they end', (untilMs, decision) => {
    expect(decideWith({ untilMs }).decision).toBe(decision)
  })

  it('hold for the agents of their scope', () => {
    expect(decideWith({ agentIds: ['agent_b'] })).toEqual(CALL)
    expect(decideWith({ agentIds: ['agent_b', 'agent_a'] }).decision).toBe('never')
    expect(decideWith({ agentIds: [] })).toEqual(CALL)
  })

  it('that hold only when the call would be made end it as well', () => {
    // At night: the call would be at 8:00, and the entry begins at 7:00.
    expect(decideWith({ sinceMs: at('2027-03-02T12:00:00Z') }, at('2027-03-02T05:00:00Z')).decision).toBe('never')
  })
})

describe('old lists', () => {
  const list: ListFacts = {
    id: 'registry',
    name: 'National registry',
    refreshedAtMs: NOON - 31 * DAY - 1,
    oldAfterDays: 31,
    whenOld: 'stop',
    agentIds: null,
  }
  const decideWith = (changes: Partial<ListFacts>) =>
    decideContact(contactFacts({ organization: { lists: [{ ...list, ...changes }] } }), NOON)

  it('stop calls, and it is looked again in an hour', () => {
    expect(told(decideWith({}))).toEqual({
      decision: 'not before 2027-03-02T18:00:00.000Z',
      reasons: ['LIST_OLD list:registry 1 2027-03-02T18:00:00.000Z'],
    })
  })

  it('are only told of where that is the choice', () => {
    const decision = decideWith({ whenOld: 'notice' })
    expect(told(decision)).toEqual(CALL)
    expect(decision.notices).toEqual([
      { rule: { id: 'list:registry', version: 1 }, untilMs: null, code: 'LIST_OLD', listName: 'National registry' },
    ])
  })

  it.each<Partial<ListFacts>>([{ refreshedAtMs: NOON - 31 * DAY }, { oldAfterDays: null }, { agentIds: ['agent_b'] }])(
    '%j is none',
    (changes) => {
      expect(decideWith(changes)).toMatchObject({ kind: 'call', notices: [] })
      expect(decideWith({ ...changes, whenOld: 'notice' })).toMatchObject({ kind: 'call', notices: [] })
    },
  )
})

describe('caps', () => {
  const call = (agoMs: number, changes: Partial<PastCall> = {}): PastCall => ({
    atMs: NOON - agoMs,
    subject: 'agent_b',
    conversation: false,
    ...changes,
  })
  const caps = (changes: Partial<typeof NO_CAPS>) => ({ ...NO_CAPS, ...changes })

  it('calls in 24 hours: the one that has to be out of reach tells when there is room', () => {
    const calls = [call(1 * HOUR), call(23 * HOUR), call(3 * HOUR)]
    const organization = { caps: caps({ callsPerDay: 3 }) }
    expect(decide({ organization, person: { calls } })).toEqual({
      decision: 'not before 2027-03-02T18:00:00.000Z',
      reasons: ['CAP_CALLS organization:caps 3 2027-03-02T18:00:00.000Z'],
    })
    expect(decide({ organization: { caps: caps({ callsPerDay: 4 }) }, person: { calls } })).toEqual(CALL)
    // Of four, two have to be out of reach: the one of 3 hours ago is the last of them.
    expect(decide({ organization, person: { calls: [...calls, call(2 * HOUR)] } }).decision).toBe(
      'not before 2027-03-03T14:00:00.000Z',
    )
  })

  it.each([
    [24 * HOUR - 1, `not before ${new Date(NOON + 1).toISOString()}`],
    [24 * HOUR, 'call'],
  ])('a call %i ms ago counts in 24 hours or not', (agoMs, decision) => {
    expect(
      decide({ organization: { caps: caps({ callsPerDay: 1 }) }, person: { calls: [call(agoMs)] } }).decision,
    ).toBe(decision)
  })

  it.each([
    [7 * DAY - 1, `not before ${new Date(NOON + 1).toISOString()}`],
    [7 * DAY, 'call'],
  ])('a call %i ms ago counts in 7 days or not', (agoMs, decision) => {
    expect(
      decide({ organization: { caps: caps({ callsPerWeek: 1 }) }, person: { calls: [call(agoMs)] } }).decision,
    ).toBe(decision)
  })

  it.each([
    [30 * 60_000 - 1, `not before ${new Date(NOON + 1).toISOString()}`],
    [30 * 60_000, 'call'],
  ])('the least gap of half an hour, %i ms after a call', (agoMs, decision) => {
    const calls = [call(agoMs), call(3 * HOUR)]
    expect(decide({ organization: { caps: caps({ gapMinutes: 30 }) }, person: { calls } }).decision).toBe(decision)
  })

  it.each([
    [2 * DAY - 1, `not before ${new Date(NOON + 1).toISOString()}`],
    [2 * DAY, 'call'],
  ])('two days of rest, %i ms after a conversation', (agoMs, decision) => {
    const calls = [call(HOUR), call(agoMs, { conversation: true })]
    expect(decide({ organization: { caps: caps({ restDays: 2 }) }, person: { calls } }).decision).toBe(decision)
  })

  it('each that holds is a reason of its own', () => {
    const organization = { caps: caps({ callsPerDay: 1, callsPerWeek: 1, gapMinutes: 60 * 2, restDays: 3 }) }
    expect(decide({ organization, person: { calls: [call(HOUR, { conversation: true })] } })).toEqual({
      decision: 'not before 2027-03-09T16:00:00.000Z',
      reasons: [
        'CAP_CALLS organization:caps 3 2027-03-03T16:00:00.000Z',
        'CAP_CALLS organization:caps 3 2027-03-09T16:00:00.000Z',
        'CAP_GAP organization:caps 3 2027-03-02T18:00:00.000Z',
        'CAP_REST organization:caps 3 2027-03-05T16:00:00.000Z',
      ],
    })
  })

  it('an agent tightens them, and cannot loosen them', () => {
    const calls = [call(HOUR), call(2 * HOUR)]
    const decideBoth = (organization: number | null, agent: number | null) =>
      decide({
        organization: { caps: caps({ callsPerDay: organization }) },
        agent: { caps: caps({ callsPerDay: agent }) },
        person: { calls },
      })
    expect(decideBoth(3, 2).reasons).toEqual(['CAP_CALLS agent:caps 7 2027-03-03T15:00:00.000Z'])
    expect(decideBoth(2, 3).reasons).toEqual(['CAP_CALLS organization:caps 3 2027-03-03T15:00:00.000Z'])
    expect(decideBoth(3, null)).toEqual(CALL)
    expect(decideBoth(null, 2).decision).not.toBe('call')
  })

  it('room that comes at night waits for the morning, and both are told', () => {
    const calls = [call(13 * HOUR)]
    expect(decide({ organization: { caps: caps({ callsPerDay: 1 }) }, person: { calls } })).toEqual({
      decision: 'not before 2027-03-03T13:00:00.000Z',
      reasons: [
        'CAP_CALLS organization:caps 3 2027-03-03T04:00:00.000Z',
        'CALLING_HOURS us-hours 1 2027-03-03T13:00:00.000Z',
      ],
    })
  })

  describe('of rules', () => {
    const florida = where({ e164: '+13055550100' })
    const three = [1, 2, 3].map((hours) => call(hours * HOUR, { subject: 'agent_a' }))

    it('three in 24 hours on the same subject in Florida', () => {
      expect(decide({ person: { location: florida, calls: three } })).toEqual({
        decision: 'not before 2027-03-03T14:00:00.000Z',
        reasons: ['CAP_CALLS us-fl-cap 1 2027-03-03T14:00:00.000Z'],
      })
      expect(decide({ person: { location: florida, calls: three.slice(1) } })).toEqual(CALL)
      expect(decide({ person: { calls: three } })).toEqual(CALL)
    })

    it('calls of other agents count when the subject is theirs too', () => {
      const renewals = three.map((each) => ({ ...each, subject: 'renewals' }))
      expect(decide({ person: { location: florida, calls: renewals } })).toEqual(CALL)
      const agent = { subject: 'renewals' }
      expect(decide({ agent, person: { location: florida, calls: renewals } }).decision).not.toBe('call')
      expect(decide({ agent, person: { location: florida, calls: three } })).toEqual(CALL)
    })

    it('one in 8 hours in Maine, whatever it was about', () => {
      const maine = where({ variables: { state: 'ME' } })
      const decideAfter = (agoMs: number) => decide({ person: { location: maine, calls: [call(agoMs)] } }).decision
      expect(decideAfter(8 * HOUR)).toBe('call')
      expect(decideAfter(8 * HOUR - 1)).toBe(`not before ${new Date(NOON + 1).toISOString()}`)
    })

    it('Regulation F: seven in seven days and a week of rest after a conversation, for collectors of debts', () => {
      const seven = Array.from({ length: 7 }, (_, day) => call((day + 0.5) * DAY, { subject: 'agent_a' }))
      const agent = { collectsDebts: true }
      expect(decide({ agent, person: { calls: seven } })).toEqual({
        decision: 'not before 2027-03-03T13:00:00.000Z',
        reasons: [
          'CAP_CALLS us-debt-calls 1 2027-03-03T05:00:00.000Z',
          'CALLING_HOURS us-hours 1 2027-03-03T13:00:00.000Z',
        ],
      })
      expect(decide({ agent, person: { calls: seven.slice(1) } })).toEqual(CALL)
      expect(decide({ person: { calls: seven } })).toEqual(CALL)
      const talked = [call(3 * DAY, { subject: 'agent_a', conversation: true })]
      expect(decide({ agent, person: { calls: talked } })).toEqual({
        decision: 'not before 2027-03-06T17:00:00.000Z',
        reasons: ['CAP_REST us-debt-rest 1 2027-03-06T17:00:00.000Z'],
      })
      const other = [call(3 * DAY, { subject: 'agent_b', conversation: true })]
      expect(decide({ agent, person: { calls: other } })).toEqual(CALL)
    })
  })

  it.each<[ResultType, boolean]>([
    ['Goal Completed', true],
    ['Goal Not Completed', true],
    ['Voicemail', false],
    ['Busy', false],
    ['No Answer', false],
    ['Failed', false],
  ])('%s is a conversation: %s', (resultType, expected) => {
    expect(isConversation(resultType)).toBe(expected)
  })

  it('tell how far back calls have to be known', () => {
    expect(pastCallsDays([NO_CAPS], [])).toBe(0)
    expect(pastCallsDays([NO_CAPS, caps({ callsPerDay: 2 })], [])).toBe(1)
    expect(pastCallsDays([caps({ gapMinutes: 24 * 60 + 1 })], [])).toBe(2)
    expect(pastCallsDays([caps({ restDays: 30 }), caps({ callsPerWeek: 5 })], [])).toBe(30)
    expect(pastCallsDays([NO_CAPS], rulesOf(RULE_SET_IDS, false))).toBe(1)
    expect(pastCallsDays([NO_CAPS], rulesOf(RULE_SET_IDS, true))).toBe(7)
  })
})

describe('consent', () => {
  const berlin = where({ e164: '+4930123456' })
  const given: Consent = {
    id: 'consent_a',
    basis: 'express',
    atMs: NOON - 10 * DAY,
    source: 'form',
    text: null,
    revokedAtMs: null,
  }
  const facts = (consents: readonly Consent[], changes: Partial<ContactFacts['agent']> = {}) =>
    contactFacts({ agent: changes, person: { location: berlin, consents } })
  const decideWith = (consents: readonly Consent[], changes: Partial<ContactFacts['agent']> = {}) =>
    told(decideContact(facts(consents, changes), NOON))

  it('is asked for in Germany, and used', () => {
    expect(decideWith([])).toEqual({ decision: 'never', reasons: ['CONSENT_REQUIRED de-consent 1 for good'] })
    expect(decideContact(facts([given]), NOON)).toMatchObject({ kind: 'call', consent: given })
  })

  it('on another basis is none', () => {
    expect(decideWith([{ ...given, basis: 'relationship' }]).decision).toBe('never')
    expect(decideWith([{ ...given, basis: 'contract' }]).decision).toBe('never')
    expect(decideWith([{ ...given, basis: 'written' }])).toEqual(CALL)
  })

  it('that is revoked is none, from that moment on', () => {
    expect(decideWith([{ ...given, revokedAtMs: NOON }]).reasons).toEqual(['CONSENT_REQUIRED de-consent 1 for good'])
    expect(decideWith([{ ...given, revokedAtMs: NOON + 1 }])).toEqual(CALL)
  })

  it('that is a little ahead is waited for', () => {
    expect(decideWith([{ ...given, atMs: NOON + 2_000 }])).toEqual({
      decision: `not before ${new Date(NOON + 2_000).toISOString()}`,
      reasons: [`CONSENT_REQUIRED de-consent 1 ${new Date(NOON + 2_000).toISOString()}`],
    })
    expect(decideWith([{ ...given, atMs: NOON }])).toEqual(CALL)
    const revoked = { ...given, atMs: NOON + 2_000, revokedAtMs: NOON + 2_000 }
    expect(decideWith([revoked]).decision).toBe('never')
  })

  describe('with an age', () => {
    const consent = { bases: ['express', 'written'] as const, ageDaysMax: 10 }

    it('holds for so many days', () => {
      expect(decideWith([{ ...given, atMs: NOON - 10 * DAY + 1 }], { consent })).toEqual(CALL)
      expect(decideWith([{ ...given, atMs: NOON - 10 * DAY }], { consent })).toEqual({
        decision: 'never',
        reasons: ['CONSENT_EXPIRED agent:consent 7 for good'],
      })
    })

    it('that ends before the call may be made has expired', () => {
      // At night in New York, with a consent that ends before the morning.
      const consents = [{ ...given, atMs: at('2027-03-02T12:00:00Z') - 10 * DAY }]
      expect(decide({ agent: { consent }, person: { consents } }, at('2027-03-02T06:00:00Z'))).toEqual({
        decision: 'never',
        reasons: ['CALLING_HOURS us-hours 1 2027-03-02T13:00:00.000Z', 'CONSENT_EXPIRED agent:consent 7 for good'],
      })
    })

    it('a newer one stands for an old one', () => {
      const old = { ...given, id: 'old', atMs: NOON - 20 * DAY }
      const fresh = { ...given, id: 'fresh', atMs: NOON - DAY }
      const decision = decideContact(facts([fresh, old], { consent }), NOON)
      expect(decision).toMatchObject({ kind: 'call', consent: { id: 'fresh' } })
      expect(decideContact(facts([old, fresh], { consent }), NOON).consent?.id).toBe('fresh')
    })
  })

  it('of the agent and of the place both count', () => {
    const consent = { bases: ['written'] as const, ageDaysMax: null }
    expect(decideWith([given], { consent }).reasons).toEqual(['CONSENT_REQUIRED agent:consent 7 for good'])
    const written: Consent = { ...given, id: 'written', basis: 'written', atMs: NOON - 20 * DAY }
    expect(decideContact(facts([given, written], { consent }), NOON)).toMatchObject({
      kind: 'call',
      consent: { id: 'written' },
    })
  })

  it('that nobody asks for is named all the same, the latest in force', () => {
    const consents = [given, { ...given, id: 'later', atMs: NOON - DAY }, { ...given, id: 'gone', revokedAtMs: NOON }]
    expect(decideContact(contactFacts({ person: { consents } }), NOON).consent?.id).toBe('later')
    expect(
      decideContact(contactFacts({ person: { consents: [{ ...given, revokedAtMs: NOON }] } }), NOON).consent,
    ).toBeNull()
    expect(
      decideContact(contactFacts({ person: { consents: [{ ...given, atMs: NOON + 1 }] } }), NOON).consent,
    ).toBeNull()
  })

  it('given at the very moment of the call is named too', () => {
    const consents = [{ ...given, atMs: NOON }]
    expect(decideContact(contactFacts({ person: { consents } }), NOON).consent?.id).toBe('consent_a')
  })

  it('in France a contract is one', () => {
    const paris = where({ e164: '+33123456789' })
    const contract: Consent = { ...given, basis: 'contract' }
    expect(decide({ person: { location: paris, consents: [contract] } })).toEqual(CALL)
    expect(decide({ person: { location: paris } }).decision).toBe('never')
    expect(decide({ organization: { ruleSets: ['us-federal'] }, person: { location: paris } })).toEqual(CALL)
  })
})

describe('contacts that share an agent and its organization', () => {
  const { organization, agent } = contactFacts({ agent: { callWindows: OFFICE_HOURS } })
  // 19:00 in New York, 16:00 in Los Angeles.
  const evening = at('2027-03-03T00:00:00Z')
  const decideFor = (clues: Partial<LocationClues>, call: Partial<ContactFacts['call']>) => {
    const facts = contactFacts({ person: { location: where(clues) }, call })
    return decideContact({ ...facts, organization, agent }, evening).kind
  }

  it('are judged each on its own clock, at its own place, and by its own wish', () => {
    expect(decideFor({}, {})).toBe('not before')
    expect(decideFor({}, { timezone: 'America/Los_Angeles' })).toBe('call')
    expect(decideFor({}, { windowsBypassedBy: 'option' })).toBe('call')
    expect(decideFor({ variables: { state: 'RI' } }, { timezone: 'America/Los_Angeles' })).toBe('not before')
    expect(decideFor({}, {})).toBe('not before')
  })
})
