import type { Actor } from '@/domain/actor'
import { db } from '@/platform/db'
import { findImport } from './find-import'
import { rejectedNumberOf } from './rejected-number.rules'
import { rejectedRowsCsv } from './rejected-rows-csv.rules'

/**
 * Exports the rejected rows as a CSV that can be corrected and uploaded again.
 *
 * @throws IMPORT_NOT_FOUND
 */
export async function exportImportRejections(actor: Actor, importId: string): Promise<{ csv: string }> {
  const imported = await findImport(actor, importId)
  const rows = await db().importRejection.findMany({
    where: { importId, organizationId: actor.organizationId },
    orderBy: { row: 'asc' },
    select: { cells: true, phoneNumber: true, readAs: true, reason: true },
  })
  const rejected = rows.map((row) => ({
    cells: row.cells as string[],
    readAs: rejectedNumberOf(row, imported).readAs,
    reason: row.reason,
  }))
  return { csv: rejectedRowsCsv(imported.columns as string[], rejected) }
}
