import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CONTACTS_PER_BATCH_MAX } from '@/domain/enrollment/enrollment.schema'
import { cutBatches, takeFirst } from './cut-batches.rules'

const alone = () => null
const upTo = (count: number) => Array.from({ length: count }, (_, row) => row)

/** Makes the rows of chains that stand one after the other, and a function that returns the chain of a row. */
function rowsOf(sizes: readonly number[]): [number[], (row: number) => string] {
  const chains = sizes.flatMap((size, chain) => Array<string>(size).fill(`chain ${chain}`))
  return [upTo(chains.length), (row) => chains[row] as string]
}

describe('cutBatches', () => {
  it('without chains cuts in the order of the rows', () => {
    const batches = cutBatches(upTo(2_500), alone)
    expect(batches.map(({ length }) => length)).toEqual([1_000, 1_000, 500])
    expect(batches.flat()).toEqual(upTo(2_500))
  })

  it('keeps a chain together, fills what is left of earlier batches, and keeps the order of rows', () => {
    const chains: [string, number][] = [
      ['a', 600],
      ['b', 700],
      ['c', 400],
      ['d', 300],
    ]
    const groupValueOf = chains.flatMap(([value, size]) => Array.from({ length: size }, () => value))
    const batches = cutBatches(upTo(2_000), (row) => groupValueOf[row] ?? null)
    expect(batches.map((rows) => new Set(rows.map((row) => groupValueOf[row])))).toEqual([
      new Set(['a', 'c']),
      new Set(['b', 'd']),
    ])
    for (const rows of batches) expect(rows).toEqual(rows.toSorted((a, b) => a - b))
  })

  it('keeps the order of rows where chains take turns', () => {
    expect(cutBatches(upTo(25), (row) => (row % 2 === 0 ? 'even' : 'odd'))).toEqual([upTo(25)])
  })

  it('fills up only the last 16 unfilled batches', () => {
    const sizes = [...Array(17).fill(600), 400]
    expect(cutBatches(...rowsOf(sizes)).map(({ length }) => length)).toEqual([600, 1_000, ...Array(15).fill(600)])
  })

  it('does not count full batches among those 16', () => {
    const sizes = [600, ...Array(16).fill(1_000), 400]
    expect(cutBatches(...rowsOf(sizes)).map(({ length }) => length)).toEqual(Array(17).fill(1_000))
  })

  it('takes a chain of exactly a batch, and none that is larger', () => {
    expect(cutBatches(upTo(1_000), () => 'a')).toHaveLength(1)
    expect(() => cutBatches(upTo(1_001), () => 'a')).toThrow(new RangeError('A chain is larger than a batch.'))
  })

  it('whatever the chains: every row once, no chain in two batches, no batch too large', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1, max: 40 }), { maxLength: 5_000 }), (values) => {
        const groupValueOf = (row: number) => ((values[row] as number) < 0 ? null : String(values[row]))
        const batches = cutBatches(upTo(values.length), groupValueOf)
        expect(batches.flat().sort((a, b) => a - b)).toEqual(upTo(values.length))
        const batchOf = new Map<string, number>()
        for (const [number, rows] of batches.entries()) {
          expect(rows.length).toBeLessThanOrEqual(CONTACTS_PER_BATCH_MAX)
          for (const row of rows) {
            const value = groupValueOf(row)
            if (value === null) continue
            expect(batchOf.get(value) ?? number).toBe(number)
            batchOf.set(value, number)
          }
        }
      }),
      { numRuns: 30 },
    )
  })
})

describe('takeFirst', () => {
  it('takes the first rows that fit', () => {
    expect(takeFirst([3, 5, 8, 9], alone, 2)).toEqual([3, 5])
    expect(takeFirst([3, 5], alone, 10)).toEqual([3, 5])
    expect(takeFirst([3, 5], alone, 0)).toEqual([])
  })

  it('takes a chain as long as the largest file', () => {
    expect(takeFirst(upTo(1_000_000), () => 'one', 2_000_000)).toHaveLength(1_000_000)
  })

  it('takes whole chains, and stops at the first that does not fit', () => {
    const groupValueOf = (row: number) => (row < 10 && row % 2 === 0 ? 'even' : row < 10 ? 'odd' : null)
    expect(takeFirst([0, 1, 2, 3, 4, 11], groupValueOf, 4)).toEqual([0, 2, 4])
    expect(takeFirst([0, 1, 2, 3, 4, 11], groupValueOf, 5)).toEqual([0, 1, 2, 3, 4])
  })
})
