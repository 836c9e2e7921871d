import fc from 'fast-check'
import { expect, it } from 'vitest'
import { callsAllowed, nextLookMs, type RecentCalls } from './call-pace.rules'

const at = (agoMs: number, all: number, own = all): RecentCalls => ({ agoMs, all, own })

it.each([
  [[], 1, 100, 100],
  [[at(0, 70)], 1, 100, 30],
  [[at(0, 100)], 1, 100, 0],
  [[at(250, 100)], 1, 100, 25],
  [[at(1_000, 100)], 1, 100, 100],
  [[at(500, 100), at(250, 25)], 1, 100, 25],
  // What could have been requested and was not is kept for a second, and no longer.
  [[at(1_900, 10)], 1, 100, 100],
  // Another one has taken all: half of it is ours nevertheless, once in a second.
  [[at(0, 101, 0)], 2, 101, 51],
  [[at(300, 100, 0), at(0, 40)], 2, 100, 10],
  [[at(300, 100, 0), at(0, 50)], 2, 100, 0],
  [[], 1, 1, 1],
])('%j of %i organizations, %i a second: %i more', (recent, organizations, perSecondMax, allowed) => {
  expect(callsAllowed(recent, organizations, perSecondMax)).toBe(allowed)
})

it('one organization that asks all the time makes so many calls a second, and not more', () => {
  const pauses = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 20, maxLength: 60 })
  fc.assert(
    fc.property(fc.integer({ min: 4, max: 500 }), pauses, (perSecondMax, waits) => {
      let nowMs = 0
      const made: { atMs: number; all: number }[] = []
      for (const wait of waits) {
        nowMs += wait
        const recent = made
          .filter(({ atMs }) => atMs > nowMs - 2_000)
          .map(({ atMs, all }) => ({ agoMs: nowMs - atMs, all, own: all }))
        made.push({ atMs: nowMs, all: callsAllowed(recent, 1, perSecondMax) })
      }
      const sum = made.reduce((sum, { all }) => sum + all, 0)
      const seconds = (nowMs - (waits[0] ?? 0)) / 1_000
      // The bucket is full at the beginning.
      expect(sum).toBeLessThanOrEqual(perSecondMax * (seconds + 2))
      // Looks that are far apart and uneven lose some.
      expect(sum).toBeGreaterThanOrEqual(perSecondMax * seconds * 0.7 - waits.length)
    }),
  )
})

it('who has requested nothing is never refused', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000 }),
      fc.nat(2_000),
      fc.integer({ min: 2, max: 50 }),
      (rate, all, orgs) => {
        expect(callsAllowed([at(10, all, 0)], orgs, rate)).toBeGreaterThanOrEqual(1)
      },
    ),
  )
})

it('a hundred looks within a pause are followed by one, between one and two pauses later', () => {
  const moments = Array.from({ length: 100 }, (_, at) => nextLookMs(10_000 + at * 2.5))
  expect(new Set(moments)).toEqual(new Set([10_500]))
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2e12 }), (nowMs) => {
      expect(nextLookMs(nowMs) - nowMs).toBeGreaterThan(249)
      expect(nextLookMs(nowMs) - nowMs).toBeLessThanOrEqual(500)
    }),
  )
})
