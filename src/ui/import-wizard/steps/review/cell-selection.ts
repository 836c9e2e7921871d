import { count } from '@/ui/components/format-number'
import { type CellRange, cellsIn } from '@/ui/import-wizard/worker/place-cells'
import type { GridPosition } from './grid-keys'

/**
 * The cells between two corners. The selection began at `anchor`, and moving changes `extent`. With the anchor in the
 * gutter (column 0) it consists of whole rows.
 */
export type CellSelection = { anchor: GridPosition; extent: GridPosition }

/** Selects all cells of the grid. */
export function selectAll(rows: number): CellSelection {
  return { anchor: { at: 0, column: 0 }, extent: { at: rows - 1, column: 0 } }
}

/** Widens a selection to whole columns or to whole rows. */
export function widen({ anchor, extent }: CellSelection, to: 'rows' | 'columns', rows: number): CellSelection {
  if (to === 'rows') return { anchor: { at: anchor.at, column: 0 }, extent: { at: extent.at, column: 0 } }
  return { anchor: { at: 0, column: anchor.column }, extent: { at: rows - 1, column: extent.column } }
}

/** Returns the cells of a selection in a grid of this size; null for an empty grid. */
export function rangeOf(
  { anchor, extent }: CellSelection,
  { rows, columns }: { rows: number; columns: number },
): CellRange | null {
  if (rows === 0 || columns === 0) return null
  const ats = [anchor.at, extent.at].map((at) => Math.min(at, rows - 1))
  const targets = anchor.column === 0 ? [0, columns - 1] : [anchor.column - 1, Math.max(0, extent.column - 1)]
  return {
    fromAt: Math.min(...ats),
    toAt: Math.max(...ats),
    fromTarget: Math.min(...targets),
    toTarget: Math.max(...targets),
  }
}

export function describeRange(range: CellRange): string {
  const rows = range.toAt - range.fromAt + 1
  const columns = range.toTarget - range.fromTarget + 1
  const shape = rows > 1 && columns > 1 ? `: ${count(rows, 'row')}, ${count(columns, 'column')}` : ''
  return `${count(cellsIn(range), 'cell')} selected${shape}`
}
