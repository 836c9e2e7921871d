import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it, test, vi } from 'vitest'
import { NO_CAPS } from '@/domain/contact-safety/cap.schema'
import type { ContactFacts } from '@/domain/contact-safety/contact-facts.rules'
import { decideContact } from '@/domain/contact-safety/decide-contact.rules'
import { locatePerson } from '@/domain/contact-safety/locate-person.rules'
import type { ResultType } from '@/domain/results/result-types.rules'
import type { CallWindows } from '@/domain/schedule/call-windows.schema'
import { WEEKDAYS } from '@/domain/schedule/weekdays.rules'
import { contactFacts } from '@/testing/contact-facts'
import { OFFICE_HOURS } from '@/testing/validation-context'
import { type Attempt, type CadenceFacts, type CallBack, latePromise, nextCall, nextCallBack } from './next-call.rules'
import type { RetryPolicy } from './retry-policy.schema'

vi.setConfig({ testTimeout: 120_000 })

const at = (text: string) => Date.parse(text)
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** Noon in New York on a Tuesday. */
const NOON = at('2027-03-02T17:00:00Z')

const POLICY: RetryPolicy = {
  Busy: { after: '10m', times: 2, otherTimeOfDay: false },
  'No Answer': { after: '4h', times: 3, otherTimeOfDay: true },
  Voicemail: { after: '1d', times: 1, otherTimeOfDay: false },
}

function attempt(endedAtMs: number, resultType: ResultType = 'Busy'): Attempt {
  return { atMs: endedAtMs - MINUTE, endedAtMs, resultType }
}

type Changes = {
  contact?: ContactFacts
  step?: Partial<CadenceFacts['step']>
  sequence?: Partial<CadenceFacts['sequence']>
  ended?: Partial<CadenceFacts['ended']>
}

/** The first call of a sequence has just ended at noon. */
function facts({ contact, step, sequence, ended }: Changes = {}): CadenceFacts {
  const last = { ...attempt(NOON), successful: false, rescheduledAtMs: null, callBack: null, ...ended }
  const attempts = [{ atMs: last.atMs, endedAtMs: last.endedAtMs, resultType: last.resultType }]
  return {
    contact: contact ?? contactFacts(),
    step: { retry: POLICY, attemptsMax: null, attempts, ...step },
    sequence: { attempts: 1, attemptsMax: null, ...sequence },
    ended: last,
  }
}

/** Writes what follows briefly: `retry 2027-03-02T17:10:00.000Z`. */
function told(changes: Changes, nowMs = NOON): string {
  const next = nextCall(facts(changes), nowMs)
  if (next.kind === 'retry') return `retry ${new Date(next.atMs).toISOString()}`
  if (next.kind === 'call back') {
    return `call back ${new Date(next.atMs).toISOString()}${next.keptPromise ? '' : ', not as promised'}`
  }
  return next.kind
}

describe('a retry', () => {
  it.each<[ResultType, string]>([
    ['Busy', 'retry 2027-03-02T17:10:00.000Z'],
    ['Voicemail', 'retry 2027-03-03T17:00:00.000Z'],
    ['No Answer', 'retry 2027-03-02T21:00:00.000Z'],
    ['Failed', 'step ends'],
    ['Goal Not Completed', 'step ends'],
    ['Goal Completed', 'step ends'],
  ])('after %s: %s', (resultType, expected) => {
    expect(told({ ended: { resultType } })).toBe(expected)
  })

  it('counts from the end of the call, and is now when that is over', () => {
    expect(told({}, NOON + 4 * MINUTE)).toBe('retry 2027-03-02T17:10:00.000Z')
    expect(told({}, NOON + 10 * MINUTE)).toBe('retry 2027-03-02T17:10:00.000Z')
    expect(told({}, NOON + 30 * MINUTE)).toBe('retry 2027-03-02T17:30:00.000Z')
  })

  it('is not without a policy', () => {
    expect(told({ step: { retry: null } })).toBe('step ends')
    expect(told({ step: { retry: {} } })).toBe('step ends')
  })

  it('is not after a success, whatever it ended with', () => {
    expect(told({ ended: { successful: true } })).toBe('step ends')
    expect(told({ ended: { successful: true, rescheduledAtMs: NOON + DAY } })).toBe('step ends')
  })

  it.each([
    [2, 'retry 2027-03-02T17:10:00.000Z'],
    [3, 'step ends'],
  ])('twice after Busy: of %i that were, the next is %s', (busy, expected) => {
    const attempts = Array.from({ length: busy }, (_, before) => attempt(NOON - before * HOUR))
    expect(told({ step: { attempts } })).toBe(expected)
  })

  it('counts each result by itself', () => {
    const attempts = [attempt(NOON - DAY, 'Voicemail'), attempt(NOON - HOUR, 'Failed'), attempt(NOON)]
    expect(told({ step: { attempts } })).toBe('retry 2027-03-02T17:10:00.000Z')
  })

  it.each([
    [2, 'retry 2027-03-02T17:10:00.000Z'],
    [1, 'step ends'],
  ])('a step of at most %i', (attemptsMax, expected) => {
    expect(told({ step: { attemptsMax } })).toBe(expected)
  })

  it.each([
    [6, 'retry 2027-03-02T17:10:00.000Z'],
    [5, 'step ends'],
  ])('a sequence of at most %i, after five', (attemptsMax, expected) => {
    expect(told({ sequence: { attempts: 5, attemptsMax } })).toBe(expected)
  })

  it('waits for the rules and the windows, and tells why', () => {
    const late = at('2027-03-03T01:55:00Z')
    const next = nextCall(facts({ ended: attempt(late) }), late)
    expect(next).toMatchObject({ kind: 'retry', atMs: at('2027-03-03T13:00:00Z') })
    expect(next.kind === 'retry' && next.reasons.map(({ code }) => code)).toEqual(['CALLING_HOURS'])
    const contact = contactFacts({ agent: { callWindows: OFFICE_HOURS } })
    expect(told({ contact, ended: attempt(late) }, late)).toBe('retry 2027-03-03T14:00:00.000Z')
  })

  it('is never for somebody who must not be called any more', () => {
    const suppressions = [
      { listId: 'dnc', listName: 'Do not call', kind: 'own' as const, sinceMs: NOON, untilMs: null, agentIds: null },
    ]
    expect(told({ contact: contactFacts({ person: { suppressions } }) })).toBe('never')
  })
})

describe('another time of day', () => {
  const noAnswer = (...moments: string[]) => ({
    step: { attempts: moments.map((moment) => ({ ...attempt(at(moment), 'No Answer'), atMs: at(moment) })) },
    ended: { ...attempt(at(moments.at(-1) ?? ''), 'No Answer'), atMs: at(moments.at(-1) ?? '') },
  })
  const decide = (moments: string[], contact = contactFacts()) => {
    const given = noAnswer(...moments)
    return told({ contact, ...given }, given.ended.endedAtMs)
  }

  it('is two hours away on later days', () => {
    // At 18:00 in New York; four hours later is night, and 8:00 is far enough from 18:00.
    expect(decide(['2027-03-02T23:00:00Z'])).toBe('retry 2027-03-03T13:00:00.000Z')
    // At 9:30 and 17:30: tomorrow from 11:30 on.
    expect(decide(['2027-03-02T14:30:00Z', '2027-03-02T22:30:00Z'])).toBe('retry 2027-03-03T16:30:00.000Z')
  })

  it('is told as the reason, beside what the rules say', () => {
    const reasonsAfter = (moment: string, after: string) => {
      const given = noAnswer(moment)
      const retry: RetryPolicy = { 'No Answer': { after, times: 3, otherTimeOfDay: true } }
      const next = nextCall(facts({ ...given, step: { ...given.step, retry } }), given.ended.endedAtMs)
      return next.kind === 'retry'
        ? next.reasons.map(({ code, untilMs }) => [code, untilMs && untilMs - next.atMs])
        : null
    }
    // A day after noon, and at 8:00 after a night: two hours after noon, and after nine.
    expect(reasonsAfter('2027-03-02T17:00:00Z', '1d')).toEqual([['OTHER_TIME', 0]])
    expect(reasonsAfter('2027-03-02T14:00:00Z', '14h')).toEqual([
      ['CALLING_HOURS', -3 * HOUR],
      ['OTHER_TIME', 0],
    ])
    // Nothing is in its way, or the rules alone.
    expect(reasonsAfter('2027-03-02T17:00:00Z', '1h')).toEqual([])
    expect(reasonsAfter('2027-03-02T23:00:00Z', '4h')).toEqual([['CALLING_HOURS', 0]])
  })

  it('begins and ends to the minute', () => {
    // At 10:00 yesterday and 17:30 today: 8:00 is two hours before 10:00, and avoided; so is all before 12:00.
    expect(decide(['2027-03-02T15:00:00Z', '2027-03-02T22:30:00Z'])).toBe('retry 2027-03-03T17:00:00.000Z')
    // At 10:01: one minute is left at 8:00.
    expect(decide(['2027-03-02T15:01:00Z', '2027-03-02T22:30:00Z'])).toBe('retry 2027-03-03T13:00:00.000Z')
  })

  it('does not matter on the day itself', () => {
    expect(decide(['2027-03-02T14:30:00Z'])).toBe('retry 2027-03-02T18:30:00.000Z')
    const policy: RetryPolicy = { 'No Answer': { after: '10m', times: 3, otherTimeOfDay: true } }
    const given = noAnswer('2027-03-02T17:00:00Z')
    expect(told({ ...given, step: { ...given.step, retry: policy } })).toBe('retry 2027-03-02T17:10:00.000Z')
  })

  it('that is nowhere within a week does not keep a person from being called', () => {
    const callWindows: CallWindows = Object.fromEntries(
      WEEKDAYS.map((day) => [day, [{ start: '17:00', end: '19:00' }]]),
    )
    const contact = contactFacts({ agent: { callWindows } })
    expect(decide(['2027-03-02T23:00:00Z'], contact)).toBe('retry 2027-03-03T22:00:00.000Z')
  })

  it('is looked for within a week', () => {
    // At 18:00 on Tuesday; the agent calls about then, and on Monday at noon.
    const monday = [{ start: '12:00', end: '12:30' }]
    const evenings = Object.fromEntries(
      ['wednesday', 'thursday'].map((day) => [day, [{ start: '17:00', end: '19:00' }]]),
    )
    const contact = contactFacts({ agent: { callWindows: { ...evenings, monday } } })
    expect(decide(['2027-03-02T23:00:00Z'], contact)).toBe('retry 2027-03-08T17:00:00.000Z')
  })

  it('is nowhere when calls were made at all times of the day', () => {
    const hours = [13, 16, 19, 22].map((hour) => `2027-03-01T${hour}:00:00Z`)
    const given = noAnswer(...hours, '2027-03-03T01:30:00Z')
    const policy: RetryPolicy = { 'No Answer': { after: '4h', times: 9, otherTimeOfDay: true } }
    expect(told({ ...given, step: { ...given.step, retry: policy } }, given.ended.endedAtMs)).toBe(
      'retry 2027-03-03T13:00:00.000Z',
    )
  })

  test('is the first allowed minute that is far enough, as the wall clock says it', () => {
    const zone = 'America/New_York'
    const local = (ms: number) => {
      const wall = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone)
      return { date: wall.toPlainDate().toString(), minute: wall.hour * 60 + wall.minute }
    }
    const isFar = (ms: number, calls: readonly number[]) =>
      calls.every((call) => {
        const [one, other] = [local(ms), local(call)]
        if (one.date === other.date) return true
        const apart = ((one.minute - other.minute + 720 + 1_440) % 1_440) - 720
        return apart < -120 || apart >= 120
      })
    const moments = fc.integer({ min: 0, max: 20 * 1_440 }).map((minutes) => at('2027-03-08T00:00Z') + minutes * MINUTE)
    fc.assert(
      fc.property(moments, fc.array(fc.integer({ min: 1, max: 3_000 }), { maxLength: 3 }), (endedMs, before) => {
        const calls = [...before.map((minutes) => endedMs - minutes * MINUTE), endedMs]
        const attempts = calls.map((ms) => ({ atMs: ms, endedAtMs: ms, resultType: 'No Answer' as const }))
        const retry: RetryPolicy = { 'No Answer': { after: '1h', times: 9, otherTimeOfDay: true } }
        const ended = { atMs: endedMs, endedAtMs: endedMs, resultType: 'No Answer' as const }
        const next = nextCall(facts({ step: { retry, attempts }, ended }), endedMs)
        let ms = endedMs + HOUR
        const contact = contactFacts()
        while (decideContact(contact, ms).kind !== 'call' || !isFar(ms, calls)) ms += MINUTE
        expect(next).toMatchObject({ kind: 'retry', atMs: ms })
      }),
      { numRuns: 60 },
    )
  })
})

describe('a call back', () => {
  const promise = (moment: string, changes: Changes = {}) => ({
    ...changes,
    ended: { ...changes.ended, rescheduledAtMs: at(moment) },
  })

  it('is at the moment that was asked for, before any retry, and beyond what a step or a sequence may have', () => {
    expect(told(promise('2027-03-04T15:30:00Z'))).toBe('call back 2027-03-04T15:30:00.000Z')
    expect(
      told(promise('2027-03-04T15:30:00Z', { step: { attemptsMax: 1 }, sequence: { attempts: 9, attemptsMax: 1 } })),
    ).toBe('call back 2027-03-04T15:30:00.000Z')
    expect(told(promise('2027-03-04T15:30:00Z', { ended: { resultType: 'Goal Not Completed' } }))).toBe(
      'call back 2027-03-04T15:30:00.000Z',
    )
  })

  it('bypasses the agent’s windows', () => {
    const contact = contactFacts({ agent: { callWindows: OFFICE_HOURS } })
    expect(told(promise('2027-03-04T23:30:00Z', { contact }))).toBe('call back 2027-03-04T23:30:00.000Z')
  })

  it.each([
    // 21:00 is too late by the rules; a quarter of an hour earlier is as good.
    ['2027-03-05T02:00:00Z', 'call back 2027-03-05T01:45:00.000Z'],
    ['2027-03-05T02:14:59Z', 'call back 2027-03-05T01:59:59.000Z'],
    ['2027-03-05T02:15:00Z', 'call back 2027-03-05T13:00:00.000Z, not as promised'],
    ['2027-03-05T01:59:59Z', 'call back 2027-03-05T01:59:59.000Z'],
    // 7:50 is too early; so is 7:45, but 8:00 is within a quarter of an hour of it.
    ['2027-03-04T12:50:00Z', 'call back 2027-03-04T13:00:00.000Z'],
    ['2027-03-04T12:45:00Z', 'call back 2027-03-04T13:00:00.000Z'],
    ['2027-03-04T12:44:59Z', 'call back 2027-03-04T13:00:00.000Z, not as promised'],
  ])('never bypasses the rules: asked for at %s, %s', (moment, expected) => {
    expect(told(promise(moment))).toBe(expected)
  })

  it('keeps to caps', () => {
    const contact = contactFacts({
      organization: { caps: { ...NO_CAPS, restDays: 2 } },
      person: { calls: [{ atMs: NOON, subject: 'agent_a', conversation: true }] },
    })
    expect(told(promise('2027-03-03T17:00:00Z', { contact }))).toBe(
      'call back 2027-03-04T17:00:00.000Z, not as promised',
    )
  })

  it.each([
    [0, 'call back 2027-03-02T17:00:00.000Z'],
    [15 * MINUTE, 'call back 2027-03-02T17:15:00.000Z'],
    // Missed: the next day at the same time.
    [15 * MINUTE + 1, 'call back 2027-03-03T17:00:00.000Z'],
    [3 * HOUR, 'call back 2027-03-03T17:00:00.000Z'],
  ])('%i ms after its moment: %s', (lateMs, expected) => {
    expect(told(promise('2027-03-02T17:00:00Z'), NOON + lateMs)).toBe(expected)
  })

  it('the same time on the next day is that of the clock, also when it changes', () => {
    // 12:00 on Saturday is 17:00 UTC, on Sunday 16:00.
    const callBack: CallBack = { promisedAtMs: at('2027-03-13T17:00:00Z'), movedOnce: false }
    const next = nextCallBack(contactFacts(), callBack, at('2027-03-13T18:00:00Z'))
    expect(next).toMatchObject({ atMs: at('2027-03-14T16:00:00Z'), keptPromise: true })
    expect(next.kind === 'call back' && next.callBack).toEqual({
      promisedAtMs: at('2027-03-14T16:00:00Z'),
      movedOnce: true,
    })
  })

  it('missed again comes as soon as the rules allow', () => {
    const callBack: CallBack = { promisedAtMs: NOON, movedOnce: true }
    expect(nextCallBack(contactFacts(), callBack, NOON + HOUR)).toMatchObject({
      kind: 'call back',
      callBack,
      atMs: NOON + HOUR,
      keptPromise: false,
    })
    const night = at('2027-03-03T04:00:00Z')
    expect(nextCallBack(contactFacts(), callBack, night)).toMatchObject({ atMs: at('2027-03-03T13:00:00Z') })
  })

  it('that was promised days ago comes as soon as the rules allow', () => {
    expect(told(promise('2027-02-20T17:00:00Z'))).toBe('call back 2027-03-02T17:00:00.000Z, not as promised')
  })

  it.each<[ResultType, boolean, string]>([
    ['No Answer', false, 'call back 2027-03-03T17:00:00.000Z'],
    ['Busy', false, 'call back 2027-03-03T17:00:00.000Z'],
    ['Voicemail', false, 'call back 2027-03-03T17:00:00.000Z'],
    ['Failed', false, 'call back 2027-03-03T17:00:00.000Z'],
    ['No Answer', true, 'step ends'],
    ['Goal Not Completed', false, 'step ends'],
    ['Goal Completed', false, 'step ends'],
  ])('that ended with %s (moved before: %s): %s', (resultType, movedOnce, expected) => {
    const callBack: CallBack = { promisedAtMs: NOON, movedOnce }
    expect(told({ ended: { resultType, callBack } })).toBe(expected)
  })

  it('in which another one was asked for is followed by that', () => {
    const callBack: CallBack = { promisedAtMs: NOON, movedOnce: true }
    expect(told(promise('2027-03-05T15:00:00Z', { ended: { resultType: 'Goal Not Completed', callBack } }))).toBe(
      'call back 2027-03-05T15:00:00.000Z',
    )
  })

  it('is never for somebody who must not be called any more', () => {
    const suppressions = [
      { listId: 'dnc', listName: 'Do not call', kind: 'own' as const, sinceMs: NOON, untilMs: null, agentIds: null },
    ]
    expect(told(promise('2027-03-04T15:30:00Z', { contact: contactFacts({ person: { suppressions } }) }))).toBe('never')
  })
})

describe('a promise whose call has to wait', () => {
  const promise = { promisedAtMs: NOON, movedOnce: true }
  it('can be kept for a quarter of an hour, and is for the moment of the call after that', () => {
    expect(latePromise(promise, NOON + 15 * MINUTE, NOON)).toBeNull()
    expect(latePromise(promise, NOON + 15 * MINUTE + 1, NOON)).toEqual({
      ...{ promisedAtMs: NOON + 15 * MINUTE + 1, movedOnce: true },
    })
  })

  it('was missed before, or is none', () => {
    expect(latePromise(promise, NOON + HOUR, NOON + 15 * MINUTE + 1)).toBeNull()
    expect(latePromise(promise, NOON + HOUR, NOON + 15 * MINUTE)).not.toBeNull()
    expect(latePromise(null, NOON + HOUR, NOON)).toBeNull()
  })
})

describe('whatever is known of a person', () => {
  const moments = fc.integer({ min: 0, max: 14 * 1_440 }).map((minutes) => at('2027-03-08T00:00Z') + minutes * MINUTE)
  const contacts = fc
    .record({
      state: fc.constantFrom('AL', 'RI', 'FL', 'ME', 'TX', 'NY', 'HI'),
      callWindows: fc.constantFrom(OFFICE_HOURS, { sunday: [{ start: '10:00', end: '12:00' }] }),
      restDays: fc.constantFrom(null, 1, 3),
      talkedMs: fc.option(moments),
    })
    .map(({ state, callWindows, restDays, talkedMs }) =>
      contactFacts({
        organization: { caps: { ...NO_CAPS, restDays } },
        agent: { callWindows },
        person: {
          location: locatePerson({ e164: '+12125550100', variables: { state }, timezone: null }),
          calls: talkedMs === null ? [] : [{ atMs: talkedMs, subject: 'agent_b', conversation: true }],
        },
      }),
    )
  const allows = (contact: ContactFacts, ms: number) =>
    decideContact({ ...contact, call: { ...contact.call, windowsBypassedBy: 'call back' } }, ms).kind === 'call'

  test('a call back is at a moment that the rules allow, and as promised when any minute of the quarters of an hour is', () => {
    fc.assert(
      fc.property(contacts, moments, moments, fc.boolean(), (contact, promisedAtMs, nowMs, movedOnce) => {
        const next = nextCallBack(contact, { promisedAtMs, movedOnce }, nowMs)
        if (next.kind !== 'call back') throw new Error(`Nothing keeps anybody from being called for good: ${next.kind}`)
        expect(next.atMs).toBeGreaterThanOrEqual(nowMs)
        expect(allows(contact, next.atMs)).toBe(true)
        const promised = next.callBack.promisedAtMs
        expect(next.keptPromise).toBe(Math.abs(next.atMs - promised) <= 15 * MINUTE)
        const minutes = Array.from({ length: 31 }, (_, minute) => promised + (minute - 15) * MINUTE)
        const canBeKept = minutes.some((ms) => ms >= nowMs && allows(contact, ms))
        expect(next.keptPromise).toBe(canBeKept)
        if (next.callBack.promisedAtMs !== promisedAtMs)
          expect(movedOnce || nowMs <= promisedAtMs + 15 * MINUTE).toBe(false)
      }),
      { numRuns: 400 },
    )
  })

  test('a retry is at a moment that the rules and the windows allow, and not before its wait', () => {
    fc.assert(
      fc.property(contacts, moments, fc.boolean(), (contact, endedMs, otherTimeOfDay) => {
        const retry: RetryPolicy = { Busy: { after: '2h', times: 3, otherTimeOfDay } }
        const next = nextCall(facts({ contact, step: { retry }, ended: attempt(endedMs) }), endedMs)
        // Windows of Sunday meet no rule of these states.
        if (next.kind === 'never') {
          expect(contact.agent.callWindows).not.toBe(OFFICE_HOURS)
          return
        }
        expect(next.kind).toBe('retry')
        if (next.kind !== 'retry') return
        expect(next.atMs).toBeGreaterThanOrEqual(endedMs + 2 * HOUR)
        expect(decideContact(contact, next.atMs).kind).toBe('call')
      }),
      { numRuns: 400 },
    )
  })
})
