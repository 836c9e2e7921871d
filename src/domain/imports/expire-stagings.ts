import { db, transaction } from '@/platform/db'
import { endImports } from './cancel-import'
import { STAGING_KEPT_DAYS } from './import.schema'
import { lockImportById } from './lock-import'

const IMPORTS_PER_RUN_MAX = 100

/**
 * Cancels stagings that no browser has returned to for a week: phone numbers of other people are not kept without need.
 * One run cancels 100 at most.
 *
 * @returns how many such stagings were found
 */
export async function expireStagings(): Promise<number> {
  const left = await db().rows<{ id: string }>`
    SELECT id FROM imports
    WHERE status = 'staging' AND progressed_at < now() - make_interval(days => ${STAGING_KEPT_DAYS})
    ORDER BY progressed_at LIMIT ${IMPORTS_PER_RUN_MAX}`
  for (const { id } of left) {
    await transaction(async (tx) => {
      const locked = await lockImportById(tx, id)
      if (locked?.status === 'staging') await endImports(tx, [id])
    })
  }
  return left.length
}
