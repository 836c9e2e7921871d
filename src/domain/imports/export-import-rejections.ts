import type { Actor } from '@/domain/actor'
import { REJECTION_REASON_COLUMN } from '@/domain/batches/rejections-csv.rules'
import { writeCsv } from '@/domain/text/write-csv.rules'
import { db } from '@/platform/db'
import { findImport } from './find-import'

/**
 * The rows that were turned away as a CSV: the columns of the file as they were, the reason last, formulas defused.
 * Mended and uploaded again it maps itself; a reason column of an earlier round gives way to this one's.
 *
 * @throws IMPORT_NOT_FOUND
 */
export async function exportImportRejections(actor: Actor, importId: string): Promise<{ csv: string }> {
  const found = await findImport(actor, importId)
  const columns = found.columns as string[]
  const kept = [...columns.keys()].filter((column) => columns[column] !== REJECTION_REASON_COLUMN)
  const rows = await db().importRejection.findMany({
    where: { importId, organizationId: actor.organizationId },
    orderBy: { row: 'asc' },
    select: { cells: true, reason: true },
  })
  const csv = writeCsv(
    [...kept.map((column) => columns[column] ?? ''), REJECTION_REASON_COLUMN],
    rows.map(({ cells, reason }) => [...kept.map((column) => (cells as string[])[column] ?? ''), reason]),
  )
  return { csv }
}
