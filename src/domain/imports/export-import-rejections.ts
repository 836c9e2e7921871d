import type { Actor } from '@/domain/actor'
import { isRejectionColumn, READ_AS_COLUMN, REJECTION_REASON_COLUMN } from '@/domain/batches/rejections-csv.rules'
import { writeCsv } from '@/domain/text/write-csv.rules'
import { db } from '@/platform/db'
import { findImport } from './find-import'
import { rejectedNumberOf } from './rejected-number.rules'

/**
 * The rows that were turned away as a CSV: the columns of the file as they were, the number that would have
 * been called, the reason last, formulas defused. Mended and uploaded again it maps itself; such columns of an earlier
 * round give way to this one's.
 *
 * @throws IMPORT_NOT_FOUND
 */
export async function exportImportRejections(actor: Actor, importId: string): Promise<{ csv: string }> {
  const found = await findImport(actor, importId)
  const columns = found.columns as string[]
  const kept = [...columns.keys()].filter((column) => !isRejectionColumn(columns[column] ?? ''))
  const rows = await db().importRejection.findMany({
    where: { importId, organizationId: actor.organizationId },
    orderBy: { row: 'asc' },
    select: { cells: true, phoneNumber: true, readAs: true, reason: true },
  })
  const csv = writeCsv(
    [...kept.map((column) => columns[column] ?? ''), READ_AS_COLUMN, REJECTION_REASON_COLUMN],
    rows.map(({ cells, reason, ...row }) => [
      ...kept.map((column) => (cells as string[])[column] ?? ''),
      rejectedNumberOf(row, found.options) ?? '',
      reason,
    ]),
  )
  return { csv }
}
