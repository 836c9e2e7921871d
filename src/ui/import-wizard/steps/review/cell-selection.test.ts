import { describe, expect, it } from 'vitest'
import { describeRange, rangeOf, selectAll, widen } from './cell-selection'

const size = { rows: 100, columns: 4 }
const cell = (at: number, column: number) => ({ at, column })

describe('rangeOf', () => {
  it('is the same whichever corner came first', () => {
    const range = { fromAt: 2, toAt: 5, fromTarget: 0, toTarget: 2 }
    expect(rangeOf({ anchor: cell(2, 1), extent: cell(5, 3) }, size)).toEqual(range)
    expect(rangeOf({ anchor: cell(5, 3), extent: cell(2, 1) }, size)).toEqual(range)
    expect(rangeOf({ anchor: cell(5, 1), extent: cell(2, 3) }, size)).toEqual(range)
  })

  it('has whole rows in the gutter, and all of them for all', () => {
    const rows = { fromAt: 2, toAt: 3, fromTarget: 0, toTarget: 3 }
    expect(rangeOf({ anchor: cell(2, 0), extent: cell(3, 0) }, size)).toEqual(rows)
    expect(rangeOf(selectAll(100), size)).toEqual({ fromAt: 0, toAt: 99, fromTarget: 0, toTarget: 3 })
  })

  it('stays within rows that have become fewer', () => {
    const range = { fromAt: 1, toAt: 1, fromTarget: 0, toTarget: 0 }
    expect(rangeOf({ anchor: cell(1, 1), extent: cell(9, 1) }, { rows: 2, columns: 4 })).toEqual(range)
    expect(rangeOf({ anchor: cell(0, 1), extent: cell(0, 1) }, { rows: 0, columns: 4 })).toBeNull()
  })
})

it('widen takes the rows or the columns that a selection touches', () => {
  const selection = { anchor: cell(2, 1), extent: cell(3, 2) }
  expect(rangeOf(widen(selection, 'rows', 100), size)).toEqual({ fromAt: 2, toAt: 3, fromTarget: 0, toTarget: 3 })
  expect(rangeOf(widen(selection, 'columns', 100), size)).toEqual({ fromAt: 0, toAt: 99, fromTarget: 0, toTarget: 1 })
})

it('describeRange names the shape of more than a line of cells', () => {
  expect(describeRange({ fromAt: 0, toAt: 99_999, fromTarget: 0, toTarget: 1 })).toBe(
    '200,000 cells selected: 100,000 rows, 2 columns',
  )
  expect(describeRange({ fromAt: 0, toAt: 2, fromTarget: 0, toTarget: 0 })).toBe('3 cells selected')
})
