import { isRejectionColumn, READ_AS_COLUMN, REJECTION_REASON_COLUMN } from '@/domain/batches/rejections-csv.rules'
import { writeCsv } from '@/domain/text/write-csv.rules'

/** A rejected row: its cells in the order of the file's columns, and its number as it was read, in E.164. */
export type RejectedCells = { cells: readonly string[]; readAs: string | null; reason: string }

/**
 * Writes rejected rows as a CSV: the file's own columns, then the number that we would have called, then the reason.
 * Formulas are defused. A corrected copy maps itself when it is uploaded; its columns from an earlier round are
 * replaced by new ones.
 */
export function rejectedRowsCsv(columns: readonly string[], rows: readonly RejectedCells[]): string {
  const kept = [...columns.entries()].filter(([, name]) => !isRejectionColumn(name))
  return writeCsv(
    [...kept.map(([, name]) => name), READ_AS_COLUMN, REJECTION_REASON_COLUMN],
    rows.map(({ cells, readAs, reason }) => [...kept.map(([column]) => cells[column] ?? ''), readAs ?? '', reason]),
  )
}
