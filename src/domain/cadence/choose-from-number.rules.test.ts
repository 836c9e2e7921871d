import { assert, boolean, constantFrom, integer, option, property, record, uniqueArray } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chooseFromNumber, type FromNumberFacts, localDay, placeOfNumber } from './choose-from-number.rules'

const BOSTON = '+16175550100'
const DENVER = '+13035550100'
const TORONTO = '+14165550100'
const LONDON = '+442079460100'
const LEEDS = '+441134960100'

function facts(
  numbers: Record<string, number>,
  change: Partial<Omit<FromNumberFacts, 'person'>> & { person?: string } = {},
) {
  const { person = '+16175559999', ...others } = change
  return {
    numbers: Object.entries(numbers).map(([e164, callsToday]) => ({ ...placeOfNumber(e164), callsToday })),
    lastNumber: null,
    localFirst: false,
    callsPerDay: null,
    ...others,
    person: placeOfNumber(person),
  }
}

describe('the number from which an agent calls', () => {
  it.each<[string, FromNumberFacts, string | null]>([
    ['the fewest calls today', facts({ [BOSTON]: 2, [DENVER]: 1, [LONDON]: 3 }), DENVER],
    ['the first of equals', facts({ [LONDON]: 1, [BOSTON]: 1 }), LONDON],
    ['the one that the person knows', facts({ [BOSTON]: 0, [DENVER]: 9 }, { lastNumber: DENVER }), DENVER],
    ['another one, when that is gone', facts({ [BOSTON]: 0 }, { lastNumber: DENVER }), BOSTON],
    [
      'another one, when that is full',
      facts({ [BOSTON]: 4, [DENVER]: 5 }, { lastNumber: DENVER, callsPerDay: 5 }),
      BOSTON,
    ],
    ['the area code', facts({ [DENVER]: 0, [BOSTON]: 7 }, { localFirst: true }), BOSTON],
    [
      'the known one before the area code',
      facts({ [DENVER]: 0, [BOSTON]: 0 }, { localFirst: true, lastNumber: DENVER }),
      DENVER,
    ],
    ['no area code where nobody asks for it', facts({ [DENVER]: 0, [BOSTON]: 7 }), DENVER],
    [
      'the country, when the area code is full',
      facts({ [LONDON]: 0, [DENVER]: 4, [BOSTON]: 5 }, { localFirst: true, callsPerDay: 5 }),
      DENVER,
    ],
    ['the country elsewhere', facts({ [BOSTON]: 0, [LEEDS]: 3 }, { localFirst: true, person: LONDON }), LEEDS],
    ['another country of +1 last', facts({ [TORONTO]: 0, [DENVER]: 3 }, { localFirst: true }), DENVER],
    ['any, where none is near', facts({ [BOSTON]: 1, [DENVER]: 0 }, { localFirst: true, person: LONDON }), DENVER],
    ['none, when all are full', facts({ [BOSTON]: 5, [DENVER]: 6 }, { callsPerDay: 5, lastNumber: BOSTON }), null],
    ['none, of an agent without any', facts({}), null],
  ])('is %s', (_, given, expected) => {
    expect(chooseFromNumber(given)).toBe(expected)
  })

  const numbers = [BOSTON, DENVER, TORONTO, LONDON, LEEDS]
  const anyFacts = record({
    numbers: uniqueArray(record({ e164: constantFrom(...numbers), callsToday: integer({ min: 0, max: 4 }) }), {
      selector: ({ e164 }) => e164,
    }).map((some) => some.map((one) => ({ ...placeOfNumber(one.e164), callsToday: one.callsToday }))),
    person: constantFrom(...numbers, '+16175559999', '+49301234567').map(placeOfNumber),
    lastNumber: option(constantFrom(...numbers)),
    localFirst: boolean(),
    callsPerDay: option(integer({ min: 1, max: 4 })),
  })

  it('has room, is found whenever one has, and stays the same for a person', () => {
    assert(
      property(anyFacts, (given) => {
        const free = given.numbers.filter(
          ({ callsToday }) => callsToday < (given.callsPerDay ?? Number.POSITIVE_INFINITY),
        )
        const chosen = chooseFromNumber(given)
        expect(chosen !== null).toBe(free.length > 0)
        if (chosen === null) return
        const used = free.find(({ e164 }) => e164 === chosen)
        expect(used).toBeDefined()
        if (free.some(({ e164 }) => e164 === given.lastNumber)) expect(chosen).toBe(given.lastNumber)
        expect(chooseFromNumber({ ...given, lastNumber: chosen })).toBe(chosen)
      }),
    )
  })

  it('spreads the calls evenly over strangers, and no number makes more than its share of a day', () => {
    assert(
      property(
        integer({ min: 1, max: 5 }),
        integer({ min: 1, max: 6 }),
        integer({ min: 0, max: 40 }),
        (count, callsPerDay, calls) => {
          const uses = numbers.slice(0, count).map((e164) => ({ ...placeOfNumber(e164), callsToday: 0 }))
          let placed = 0
          for (let call = 0; call < calls; call++) {
            const chosen = chooseFromNumber({ ...facts({}, { callsPerDay }), numbers: uses })
            const use = uses.find(({ e164 }) => e164 === chosen)
            if (!use) continue
            use.callsToday++
            placed++
          }
          const made = uses.map(({ callsToday }) => callsToday)
          expect(placed).toBe(Math.min(calls, count * callsPerDay))
          expect(Math.max(...made) - Math.min(...made)).toBeLessThanOrEqual(1)
        },
      ),
    )
  })
})

describe('the day of an agent', () => {
  it.each([
    ['America/Chicago', '2027-03-02T05:59:59Z', '2027-03-01', '2027-03-02T06:00:00.000Z'],
    ['America/Chicago', '2027-03-02T06:00:00Z', '2027-03-02', '2027-03-03T06:00:00.000Z'],
    // The clock goes forward on March 14, 2027.
    ['America/Chicago', '2027-03-14T12:00:00Z', '2027-03-14', '2027-03-15T05:00:00.000Z'],
    ['Asia/Kolkata', '2027-03-01T18:30:00Z', '2027-03-02', '2027-03-02T18:30:00.000Z'],
    // Midnight does not come there on April 5, 2026 of Chile: the clock goes back from 24:00 to 23:00 the day before.
    ['America/Santiago', '2026-04-05T02:30:00Z', '2026-04-04', '2026-04-05T04:00:00.000Z'],
  ])('in %s at %s is %s, until %s', (zone, now, day, end) => {
    const found = localDay(zone, Date.parse(now))
    expect({ day: found.day, end: new Date(found.endMs).toISOString() }).toEqual({ day, end })
  })

  it('ends later, within 25 hours, and the next one begins then', () => {
    const zones = constantFrom(
      'America/New_York',
      'America/Santiago',
      'Europe/London',
      'Australia/Lord_Howe',
      'UTC',
      'Africa/Cairo',
    )
    const moments = integer({ min: Date.parse('2026-01-01'), max: Date.parse('2028-12-31') })
    assert(
      property(zones, moments, (zone, nowMs) => {
        const { day, endMs } = localDay(zone, nowMs)
        expect(endMs).toBeGreaterThan(nowMs)
        expect(endMs - nowMs).toBeLessThanOrEqual(25 * 3_600_000)
        expect(localDay(zone, endMs).day > day).toBe(true)
        expect(localDay(zone, endMs - 1).day).toBe(day)
      }),
    )
  })
})
