import { isRejectionColumn, READ_AS_COLUMN, REJECTION_REASON_COLUMN } from '@/domain/batches/rejections-csv.rules'
import { writeCsv } from '@/domain/text/write-csv.rules'

/** A row that was turned away: its cells in the order of the file's columns, and the number as it was read, E.164. */
export type RejectedCells = { cells: readonly string[]; readAs: string | null; reason: string }

/**
 * Rows that were turned away as a CSV: the columns of the file as they were, the number that would have been called, the
 * reason last, formulas defused. Mended and uploaded again it maps itself; such columns of an earlier round give way to
 * this one's.
 */
export function rejectedRowsCsv(columns: readonly string[], rows: readonly RejectedCells[]): string {
  const kept = [...columns.keys()].filter((column) => !isRejectionColumn(columns[column] ?? ''))
  return writeCsv(
    [...kept.map((column) => columns[column] ?? ''), READ_AS_COLUMN, REJECTION_REASON_COLUMN],
    rows.map(({ cells, readAs, reason }) => [...kept.map((column) => cells[column] ?? ''), readAs ?? '', reason]),
  )
}
