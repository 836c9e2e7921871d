import { db, transaction } from '@/platform/db'
import { endImport } from './cancel-import'
import { STAGING_KEPT_DAYS } from './import.schema'
import { lockImportById } from './lock-import'

const IMPORTS_PER_RUN_MAX = 100

/**
 * Cancels stagings that no browser has returned to for a week, because other people's phone numbers are not kept for
 * nothing.
 *
 * @returns how many were cancelled
 */
export async function expireStagings(): Promise<number> {
  const left = await db().rows<{ id: string }>`
    SELECT id FROM imports
    WHERE status = 'staging' AND progressed_at < now() - make_interval(days => ${STAGING_KEPT_DAYS})
    ORDER BY progressed_at LIMIT ${IMPORTS_PER_RUN_MAX}`
  for (const { id } of left) {
    await transaction(async (tx) => {
      const locked = await lockImportById(tx, id)
      if (locked?.status === 'staging') await endImport(tx, id)
    })
  }
  return left.length
}
