/** A rectangle of cells, ends included. Rows are counted in a list, and columns among the grid's targets. */
export type CellRange = { fromAt: number; toAt: number; fromTarget: number; toTarget: number }

type Extent = { rows: number; columns: number }

/** Where pasted cells go. `lost` counts what lies beyond the last row or column of the grid. */
export type Placement = { range: CellRange; lost: Extent }

/**
 * Finds where pasted cells go, as in Excel. They fill the whole selection when they fit into it evenly; a single value
 * always does. Otherwise they start at its top left corner and extend as far as they reach.
 *
 * @param pasted how many rows and columns are pasted
 * @param grid how many rows and columns the grid has
 */
export function placeCells(pasted: Extent, selected: CellRange, grid: Extent): Placement {
  const rows = lengthFor(pasted.rows, selected.toAt - selected.fromAt + 1)
  const columns = lengthFor(pasted.columns, selected.toTarget - selected.fromTarget + 1)
  const placedRows = Math.min(rows, grid.rows - selected.fromAt)
  const placedColumns = Math.min(columns, grid.columns - selected.fromTarget)
  return {
    range: {
      fromAt: selected.fromAt,
      toAt: selected.fromAt + placedRows - 1,
      fromTarget: selected.fromTarget,
      toTarget: selected.fromTarget + placedColumns - 1,
    },
    lost: { rows: rows - placedRows, columns: columns - placedColumns },
  }
}

function lengthFor(pasted: number, selected: number): number {
  return selected % pasted === 0 ? selected : pasted
}

export function cellsIn({ fromAt, toAt, fromTarget, toTarget }: CellRange): number {
  return (toAt - fromAt + 1) * (toTarget - fromTarget + 1)
}
