import fc from 'fast-check'
import { expect, it } from 'vitest'
import { callsAllowed } from './call-pace.rules'

it.each([
  [{ all: 0, own: 0, organizations: 1 }, 100, 50],
  [{ all: 70, own: 70, organizations: 1 }, 100, 30],
  [{ all: 100, own: 100, organizations: 1 }, 100, 0],
  // Another one has taken all: half of it is ours nevertheless.
  [{ all: 101, own: 0, organizations: 2 }, 101, 51],
  [{ all: 140, own: 40, organizations: 2 }, 100, 10],
  [{ all: 150, own: 50, organizations: 2 }, 100, 0],
  [{ all: 120, own: 18, organizations: 5 }, 100, 2],
  [{ all: 0, own: 0, organizations: 1 }, 1, 1],
])('%j of %i a second: %i more', (recent, perSecondMax, allowed) => {
  expect(callsAllowed(recent, perSecondMax)).toBe(allowed)
})

it('nobody is starved, and all together take no more than twice the rate while one organization joins another', () => {
  const perSecond = fc.integer({ min: 1, max: 1_000 })
  fc.assert(
    fc.property(perSecond, fc.array(fc.nat(50), { minLength: 1, maxLength: 8 }), (perSecondMax, taken) => {
      const [own = 0] = taken
      const all = taken.reduce((sum, calls) => sum + calls, 0)
      const allowed = callsAllowed({ all, own, organizations: taken.length }, perSecondMax)
      if (own === 0) expect(allowed).toBeGreaterThanOrEqual(1)
      expect(allowed).toBeLessThanOrEqual(Math.ceil(perSecondMax / 2))
      if (taken.length === 1) expect(own + allowed).toBeLessThanOrEqual(Math.max(all, perSecondMax))
    }),
  )
})
