import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import { batchAccepted } from '@/domain/events'
import { transaction } from '@/platform/db'
import { publishEvents, recordEvent } from '@/platform/outbox'
import { auditedBatch, findBatch } from './find-batch'

/**
 * Retries a batch whose creation failed. No contact is scheduled twice, since a sequence has the id of its contact.
 *
 * @throws BATCH_NOT_FOUND, CONFLICT for a batch that has not failed
 */
export async function retryBatch(actor: Actor, batchId: string): Promise<void> {
  const object = auditedBatch(await findBatch(actor, batchId))
  const event = batchAccepted.of({ batchId })
  await transaction(async (tx) => {
    const retried = await tx.execute`
      UPDATE batches SET status = 'accepted', failure_reason = NULL
      WHERE id = ${batchId}::uuid AND organization_id = ${actor.organizationId} AND status = 'failed'`
    if (retried === 0) throw new RollcallError('CONFLICT', 'Only a batch whose creation failed can be tried again.')
    await appendAuditEntry(tx, actor, { action: 'batch.retried', object })
    await recordEvent(tx, event)
  })
  await publishEvents([event])
}
