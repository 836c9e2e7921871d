import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { transaction } from '@/platform/db'
import { auditedImport, lockImport } from './lock-import'

/**
 * Pauses an import. A batch that is being enrolled is finished first. Batches that were enrolled go on; each can be
 * paused by itself.
 *
 * @returns how many rows are newly held; 0 for an import that is not running
 * @throws IMPORT_NOT_FOUND
 */
export function pauseImport(actor: Actor, importId: string): Promise<{ affected: number }> {
  return transaction(async (tx) => {
    const locked = await lockImport(tx, actor, importId)
    if (locked.status !== 'running') return { affected: 0 }
    await tx.execute`UPDATE imports SET status = 'paused', progressed_at = now() WHERE id = ${importId}::uuid`
    const affected = locked.waiting
    await appendAuditEntry(tx, actor, { action: 'import.paused', object: auditedImport(locked), details: { affected } })
    return { affected }
  })
}
