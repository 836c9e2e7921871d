import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CALL_RESULTS, dayAround, sumUpHours } from './hours-of-day.rules'

const at = (iso: string) => Date.parse(iso)

it.each([
  ['America/New_York', '2026-11-29T03:00:00Z', '2026-11-28T05:00:00Z', 24],
  ['UTC', '2026-11-29T00:00:00Z', '2026-11-29T00:00:00Z', 24],
  ['Asia/Kolkata', '2026-11-29T18:30:00Z', '2026-11-29T18:30:00Z', 24],
  // Clocks go forward, and back.
  ['Europe/Berlin', '2026-03-29T12:00:00Z', '2026-03-28T23:00:00Z', 23],
  ['Europe/Berlin', '2026-10-25T12:00:00Z', '2026-10-24T22:00:00Z', 25],
])('the day of %s around %s begins at %s and has %i hours', (zone, moment, start, hours) => {
  const day = dayAround(zone, at(moment))
  expect(new Date(day.startMs).toISOString()).toBe(new Date(start).toISOString())
  expect(sumUpHours(day, [])).toHaveLength(hours)
})

it('holds every call once, whatever its result', () => {
  const results = fc.constantFrom('Goal Completed', 'Goal Not Completed', 'Voicemail', 'Busy', 'No Answer', 'Failed')
  fc.assert(
    fc.property(
      fc.array(fc.record({ hour: fc.integer({ min: 0, max: 23 }), resultType: results, calls: fc.nat(1_000) })),
      (counted) => {
        const hours = sumUpHours({ startMs: 0, endMs: 86_400_000 }, counted)
        const sum = hours.reduce(
          (all, hour) => all + CALL_RESULTS.reduce((calls, result) => calls + hour[result], 0),
          0,
        )
        expect(sum).toBe(counted.reduce((all, { calls }) => all + calls, 0))
      },
    ),
  )
})

it('puts a result where it belongs', () => {
  const [first] = sumUpHours({ startMs: 0, endMs: 3_600_000 }, [
    { hour: 0, resultType: 'Goal Completed', calls: 3 },
    { hour: 0, resultType: 'Goal Not Completed', calls: 4 },
    { hour: 0, resultType: 'Voicemail', calls: 1 },
    { hour: 0, resultType: 'Busy', calls: 1 },
    { hour: 0, resultType: 'Failed', calls: 7 },
    // The day is over: of a clock that was behind.
    { hour: 24, resultType: 'Busy', calls: 9 },
  ])
  expect(first).toEqual({ startMs: 0, reached: 3, notReached: 4, nobody: 2, failed: 7 })
})
