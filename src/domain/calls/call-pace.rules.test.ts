import fc from 'fast-check'
import { expect, it } from 'vitest'
import { callsAllowed } from './call-pace.rules'

it.each([
  [{ all: 0, own: 0, organizations: 1 }, 100, 25],
  [{ all: 10, own: 10, organizations: 1 }, 100, 15],
  [{ all: 25, own: 25, organizations: 1 }, 100, 0],
  // Another one has taken all: half of it is ours nevertheless.
  [{ all: 25, own: 0, organizations: 2 }, 100, 13],
  [{ all: 25, own: 13, organizations: 2 }, 100, 0],
  [{ all: 30, own: 2, organizations: 5 }, 100, 3],
  [{ all: 0, own: 0, organizations: 1 }, 1, 1],
])('%j of %i a second: %i more', (recent, perSecondMax, allowed) => {
  expect(callsAllowed(recent, perSecondMax)).toBe(allowed)
})

it('nobody is starved, and all together take no more than twice the rate while one organization joins another', () => {
  const perSecond = fc.integer({ min: 1, max: 1_000 })
  fc.assert(
    fc.property(perSecond, fc.array(fc.nat(50), { minLength: 1, maxLength: 8 }), (perSecondMax, taken) => {
      const perWindow = Math.ceil(perSecondMax / 4)
      const [own = 0] = taken
      const all = taken.reduce((sum, calls) => sum + calls, 0)
      const allowed = callsAllowed({ all, own, organizations: taken.length }, perSecondMax)
      if (own === 0) expect(allowed).toBeGreaterThanOrEqual(1)
      expect(allowed).toBeLessThanOrEqual(perWindow)
      if (taken.length === 1) expect(Math.max(all, perWindow)).toBeGreaterThanOrEqual(own + allowed)
    }),
  )
})
