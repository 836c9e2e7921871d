import fc from 'fast-check'
import { expect, it } from 'vitest'
import { cellsIn, placeCells } from './place-cells'

const range = (fromAt: number, toAt: number, fromTarget: number, toTarget: number) => ({
  fromAt,
  toAt,
  fromTarget,
  toTarget,
})
const grid = { rows: 10, columns: 4 }
const whole = { rows: 0, columns: 0 }

it.each([
  ['one value fills what is selected', { rows: 1, columns: 1 }, range(2, 5, 1, 2), range(2, 5, 1, 2), whole],
  ['a row is repeated', { rows: 1, columns: 2 }, range(2, 5, 1, 2), range(2, 5, 1, 2), whole],
  ['two rows are repeated', { rows: 2, columns: 1 }, range(0, 3, 0, 0), range(0, 3, 0, 0), whole],
  ['a row goes down a column', { rows: 1, columns: 3 }, range(0, 3, 0, 0), range(0, 3, 0, 2), whole],
  ['what fits unevenly starts at the corner', { rows: 2, columns: 1 }, range(0, 4, 0, 0), range(0, 1, 0, 0), whole],
  ['what is larger spills over', { rows: 3, columns: 2 }, range(1, 1, 1, 1), range(1, 3, 1, 2), whole],
  [
    'what is beyond the edge is counted',
    { rows: 5, columns: 3 },
    range(8, 8, 2, 2),
    range(8, 9, 2, 3),
    { rows: 3, columns: 1 },
  ],
])('%s', (_, pasted, selected, placed, lost) => {
  expect(placeCells(pasted, selected, grid)).toEqual({ range: placed, lost })
})

it('loses no pasted cell without counting it, and never leaves the grid', () => {
  const extent = fc.record({ rows: fc.integer({ min: 1, max: 20 }), columns: fc.integer({ min: 1, max: 9 }) })
  fc.assert(
    fc.property(extent, fc.nat(9), fc.nat(9), fc.nat(3), fc.nat(3), (pasted, a, b, c, d) => {
      const selected = range(Math.min(a, b), Math.max(a, b), Math.min(c, d), Math.max(c, d))
      const { range: placed, lost } = placeCells(pasted, selected, grid)
      expect(placed.toAt).toBeLessThan(grid.rows)
      expect(placed.toTarget).toBeLessThan(grid.columns)
      const all =
        (placed.toAt - placed.fromAt + 1 + lost.rows) * (placed.toTarget - placed.fromTarget + 1 + lost.columns)
      expect(all % (pasted.rows * pasted.columns)).toBe(0)
      expect(cellsIn(placed)).toBeLessThanOrEqual(all)
    }),
  )
})
