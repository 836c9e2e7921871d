import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { recordWebhookEvents } from '@/domain/webhook-events/record-webhook-events'
import { type Tx, transaction } from '@/platform/db'
import { auditedImport, lockImport } from './lock-import'

/**
 * Ends an import for good. Rows that are not enrolled yet are left out, and the staged rows are deleted. Batches that
 * were enrolled go on; each can be cancelled by itself. An import that is still being staged enrolls nobody.
 *
 * @returns how many rows this leaves out; 0 for an import that has ended
 * @throws IMPORT_NOT_FOUND
 */
export function cancelImport(actor: Actor, importId: string): Promise<{ affected: number }> {
  return transaction(async (tx) => {
    const locked = await lockImport(tx, actor, importId)
    const { status, waiting: affected } = locked
    if (status === 'completed' || status === 'cancelled') return { affected: 0 }
    await endImports(tx, [importId])
    await recordWebhookEvents(tx, 'import.finished', [{ id: importId, organizationId: actor.organizationId }])
    await appendAuditEntry(tx, actor, {
      action: 'import.cancelled',
      object: auditedImport(locked),
      details: { affected },
    })
    return { affected }
  })
}

/** Ends locked imports as cancelled. Their chunks stay, without their rows, as a record of what arrived. */
export async function endImports(tx: Tx, importIds: readonly string[]): Promise<void> {
  await tx.execute`
    UPDATE imports SET status = 'cancelled', left_out = left_out + waiting, waiting = 0, ended_at = now(),
      progressed_at = now(), reason = NULL, reason_code = NULL
    WHERE id = ANY(${importIds}::uuid[])`
  await tx.execute`
    UPDATE import_chunks SET rows = NULL, phones = '{}', groups = '{}' 
    WHERE import_id = ANY(${importIds}::uuid[])`
}
