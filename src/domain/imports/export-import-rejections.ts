import type { Actor } from '@/domain/actor'
import { db } from '@/platform/db'
import { findImport } from './find-import'
import { rejectedNumberOf } from './rejected-number.rules'
import { type RejectedCells, rejectedRowsCsv } from './rejected-rows-csv.rules'

/** A statement of a request has a limit (`LIMITS` of db.ts), and a file may have hundreds of thousands of rejected rows. */
const ROWS_PER_STATEMENT = 5_000

/**
 * Exports the rejected rows as a CSV that can be corrected and uploaded again.
 *
 * @throws IMPORT_NOT_FOUND
 */
export async function exportImportRejections(actor: Actor, importId: string): Promise<{ csv: string }> {
  const imported = await findImport(actor, importId)
  const rejected: RejectedCells[] = []
  for (let after = -1, isWhole = false; !isWhole; ) {
    const rows = await db().importRejection.findMany({
      where: { importId, organizationId: actor.organizationId, row: { gt: after } },
      orderBy: { row: 'asc' },
      take: ROWS_PER_STATEMENT,
      select: { row: true, cells: true, phoneNumber: true, readAs: true, reason: true },
    })
    for (const row of rows) {
      const { readAs } = rejectedNumberOf(row, imported)
      rejected.push({ cells: row.cells as string[], readAs, reason: row.reason })
    }
    after = rows.at(-1)?.row ?? after
    isWhole = rows.length < ROWS_PER_STATEMENT
  }
  return { csv: rejectedRowsCsv(imported.columns as string[], rejected) }
}
