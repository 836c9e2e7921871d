import fc from 'fast-check'
import { expect, it } from 'vitest'
import { boundOf, compareTrail, TRAIL_TYPES, type TrailPlace } from './trail-order.rules'

const place: fc.Arbitrary<TrailPlace> = fc.record({
  type: fc.constantFrom(...TRAIL_TYPES),
  atMs: fc.integer({ min: 0, max: 3 }),
  id: fc.integer({ min: 1, max: 5 }).map((n) => `0000000${n}-0000-7000-8000-000000000000`),
})

it('what stands after an entry is what is below the bound of its type, so that no page loses or repeats anything', () => {
  fc.assert(
    fc.property(place, place, (entry, after) => {
      const { atMs, id } = boundOf(entry.type, after)
      const isBelow = entry.atMs < atMs || (entry.atMs === atMs && entry.id < id)
      expect(isBelow).toBe(compareTrail(after, entry) < 0)
    }),
  )
})

it('everything is below the bound of the first page', () => {
  fc.assert(
    fc.property(place, (entry) => {
      const { atMs, id } = boundOf(entry.type, null)
      expect(entry.atMs < atMs || entry.id < id).toBe(true)
    }),
  )
})

it('puts the same entries in the same order, however they came', () => {
  const unique = fc.uniqueArray(place, { selector: (each) => JSON.stringify(each) })
  fc.assert(
    fc.property(unique, (places) => {
      expect([...places].reverse().sort(compareTrail)).toEqual([...places].sort(compareTrail))
    }),
  )
})
