import fc from 'fast-check'
import { expect, it } from 'vitest'
import { BLOCK_ROWS, blockOf, isByHand, packMark, type RowMark, unpackMark } from './fix-blocks'

const anyMark: fc.Arbitrary<RowMark> = fc.record({
  leftOut: fc.constantFrom(0, 1, 2),
  forbidden: fc.boolean(),
  said: fc.boolean(),
})

it('a mark is a byte, and comes back from it', () => {
  fc.assert(
    fc.property(anyMark, (mark) => {
      const packed = packMark(mark)
      expect(packed).toBeLessThan(256)
      expect(unpackMark(packed)).toEqual(mark)
    }),
  )
})

it('an untouched row of a file that forbids nothing has the mark 0', () => {
  expect(packMark({ leftOut: 0, forbidden: false, said: false })).toBe(0)
})

it.each([
  [false, 0, false, false],
  [true, 1, false, false],
  [false, 2, true, false],
  [true, 0, true, false],
  [false, 1, false, true],
  [true, 0, false, true],
])('by hand (%s): left out %d, forbidden %s, said %s', (byHand, leftOut, forbidden, said) => {
  expect(isByHand({ leftOut, forbidden, said })).toBe(byHand)
})

it('a row is in one block', () => {
  expect([0, BLOCK_ROWS - 1, BLOCK_ROWS].map(blockOf)).toEqual([0, 0, 1])
})
