import fc from 'fast-check'
import { expect, it } from 'vitest'
import { areCreditsLow, forecastCredits } from './forecast-credits.rules'

const DAY_MS = 86_400_000
const month = (allocated: number, taken: number) => ({
  allocated,
  reserved: taken,
  spent: 0,
  available: allocated - taken,
})

it.each([
  [month(1_000, 400), { credits: 700, days: 7 }, 6],
  // Not before the month is over: new ones come.
  [month(10_000, 0), { credits: 7, days: 7 }, null],
  [month(1_000, 0), { credits: 0, days: 7 }, null],
  [month(1_000, 1_000), { credits: 10, days: 7 }, 0],
  // An organization without an allocation has nothing that could run out.
  [month(0, 0), { credits: 0, days: 7 }, null],
])('%j with %j lately run out after %s days', (credits, taken, days) => {
  const { runsOutAt } = forecastCredits(credits, taken, 0, 20 * DAY_MS)
  expect(runsOutAt?.getTime() ?? null).toBe(days === null ? null : days * DAY_MS)
})

it('run out no later at a higher pace', () => {
  const taken = fc.integer({ min: 1, max: 1_000_000 })
  fc.assert(
    fc.property(fc.nat(1_000_000), taken, taken, (available, one, other) => {
      const at = (credits: number) =>
        forecastCredits(month(available + 1, 1), { credits, days: 7 }, 0, 31 * DAY_MS).runsOutAt?.getTime() ?? Infinity
      expect(at(Math.max(one, other))).toBeLessThanOrEqual(at(Math.min(one, other)))
    }),
  )
})

it.each([
  [100, 10, 10, true],
  [100, 11, 10, false],
  [100, 0, 10, true],
  [100, 0, 0, false],
  [0, 0, 10, false],
])('of %i allocated %i are left, and %i %% are few: %s', (allocated, available, percent, low) => {
  expect(areCreditsLow({ allocated, available }, percent)).toBe(low)
})
