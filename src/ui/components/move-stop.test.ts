import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { moveStop, type Stop } from './move-stop'

const KEYS = ['ArrowDown', 'ArrowUp', 'ArrowRight', 'ArrowLeft', 'Home', 'End', 'Enter', 'a'] as const

/** A header with one place, and rows with one to three. */
const SIZES = [1, 2, 1, 3]

describe('moveStop', () => {
  it.each<[string, Stop, Stop | null]>([
    ['ArrowDown', { row: 1, at: 1 }, { row: 2, at: 0 }],
    ['ArrowDown', { row: 3, at: 0 }, null],
    ['ArrowUp', { row: 1, at: 0 }, { row: 0, at: 0 }],
    ['ArrowUp', { row: 0, at: 0 }, null],
    ['ArrowRight', { row: 3, at: 1 }, { row: 3, at: 2 }],
    ['ArrowRight', { row: 3, at: 2 }, null],
    ['ArrowLeft', { row: 3, at: 1 }, { row: 3, at: 0 }],
    ['ArrowLeft', { row: 3, at: 0 }, null],
    ['Home', { row: 3, at: 2 }, { row: 1, at: 1 }],
    ['Home', { row: 1, at: 0 }, null],
    ['End', { row: 1, at: 1 }, { row: 3, at: 1 }],
    ['Enter', { row: 1, at: 0 }, null],
  ])('%s leads from %j to %j', (key, from, to) => {
    expect(moveStop(SIZES, 1, from, key)).toEqual(to)
  })

  it('leads to another place that exists, or nowhere', () => {
    const list = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 8 }).chain((sizes) =>
      fc.nat(sizes.length - 1).chain((row) =>
        fc.record({
          sizes: fc.constant(sizes),
          first: fc.nat(2),
          from: fc.record({ row: fc.constant(row), at: fc.nat((sizes[row] ?? 1) - 1) }),
          key: fc.constantFrom(...KEYS),
        }),
      ),
    )
    fc.assert(
      fc.property(list, ({ sizes, first, from, key }) => {
        const to = moveStop(sizes, first, from, key)
        if (to === null) return
        expect(to).not.toEqual(from)
        expect(to.at).toBeGreaterThanOrEqual(0)
        expect(to.at).toBeLessThan(sizes[to.row] ?? 0)
      }),
    )
  })

  it('every row is reached with the arrows alone', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 20 }), (sizes) => {
        let stop: Stop | null = { row: 0, at: 0 }
        const seen: number[] = []
        while (stop) {
          seen.push(stop.row)
          stop = moveStop(sizes, 0, stop, 'ArrowDown')
        }
        expect(seen).toEqual([...sizes.keys()])
      }),
    )
  })
})
