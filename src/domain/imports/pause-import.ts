import type { Actor } from '@/domain/actor'
import { transaction } from '@/platform/db'
import { lockImport } from './lock-import'

/**
 * Holds what has not been enrolled of an import. A batch that is being enrolled is finished first; batches that were
 * enrolled go on, each has a pause of its own.
 *
 * @returns how many rows are held now that were not; 0 for an import that is not running
 * @throws IMPORT_NOT_FOUND
 */
export function pauseImport(actor: Actor, importId: string): Promise<{ affected: number }> {
  return transaction(async (tx) => {
    const { status, waiting } = await lockImport(tx, actor, importId)
    if (status !== 'running') return { affected: 0 }
    await tx.execute`UPDATE imports SET status = 'paused', progressed_at = now() WHERE id = ${importId}::uuid`
    return { affected: waiting }
  })
}
