import type { HiddenCells, SheetOverride } from '@/ui/import-wizard/worker/file-format'
import type { SheetRows } from './parse-sheet'

export type VisibleRows = Pick<SheetRows, 'records' | 'recordNumbers' | 'blank' | 'mergedCellsFilled'> & {
  hiddenRows: HiddenCells
  hiddenColumns: HiddenCells
}

/**
 * Removes hidden rows and columns, unless they are included. An operator who filtered a list means the rows that are
 * left. The hidden ones are counted.
 */
export function leaveOutHidden(sheet: SheetRows, include: SheetOverride): VisibleRows {
  const { includeHiddenRows = false, includeHiddenColumns = false } = include
  const columns = filledOf(sheet.hiddenColumns, sheet.records)
  const visible: VisibleRows = {
    records: [],
    recordNumbers: [],
    blank: sheet.blank,
    mergedCellsFilled: sheet.mergedCellsFilled,
    hiddenRows: { count: sheet.hiddenRows.size, included: includeHiddenRows },
    hiddenColumns: { count: columns.size, included: includeHiddenColumns },
  }
  for (const [place, record] of sheet.records.entries()) {
    if (!includeHiddenRows && sheet.hiddenRows.has(place)) continue
    const cells =
      includeHiddenColumns || columns.size === 0
        ? record
        : record.filter((_, column) => !sheet.hiddenColumns.has(column))
    if (cells !== record && cells.every((cell) => cell.trim() === '')) {
      visible.blank++
      continue
    }
    visible.records.push(cells)
    visible.recordNumbers.push(sheet.recordNumbers[place] ?? place + 1)
  }
  return visible
}

/** Returns those of the columns that have a cell with a text. */
function filledOf(columns: ReadonlySet<number>, records: readonly string[][]): ReadonlySet<number> {
  const filled = new Set<number>()
  if (columns.size === 0) return filled
  for (const record of records) {
    for (let column = 0; column < record.length; column++) {
      if (record[column] !== '' && columns.has(column)) filled.add(column)
    }
  }
  return filled
}
