import type { Actor } from '@/domain/actor'
import { type Tx, transaction } from '@/platform/db'
import { lockImport } from './lock-import'

/**
 * Ends an import for good: what has not been enrolled of it is left out, and the staged rows are deleted. Batches that
 * were enrolled go on, each has a cancel of its own. Of an import that is still being staged this discards everything.
 *
 * @returns how many rows are left out by it; 0 for an import that has ended
 * @throws IMPORT_NOT_FOUND
 */
export function cancelImport(actor: Actor, importId: string): Promise<{ affected: number }> {
  return transaction(async (tx) => {
    const { status, waiting } = await lockImport(tx, actor, importId)
    if (status === 'completed' || status === 'cancelled') return { affected: 0 }
    await endImport(tx, importId)
    return { affected: waiting }
  })
}

/** The import must be locked. The chunks stay as a note of what came, without their rows. */
export async function endImport(tx: Tx, importId: string): Promise<void> {
  await tx.execute`
    UPDATE imports SET status = 'cancelled', left_out = left_out + waiting, waiting = 0, ended_at = now(),
      progressed_at = now(), reason = NULL, reason_code = NULL
    WHERE id = ${importId}::uuid`
  await tx.execute`
    UPDATE import_chunks SET rows = NULL, phones = '{}', groups = '{}' WHERE import_id = ${importId}::uuid`
}
