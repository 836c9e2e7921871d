import type { Actor } from '@/domain/actor'
import { cancelChosen } from '@/domain/sequences/cancel-sequences'
import { auditedBatch, findBatch } from './find-batch'

/**
 * Cancels all contacts of a batch that have not ended.
 *
 * @param reason kept with the batch, and with each sequence that ends by it
 * @throws BATCH_NOT_FOUND
 */
export async function cancelBatch(
  actor: Actor,
  batchId: string,
  { reason }: { reason?: string | undefined } = {},
): Promise<{ affected: number }> {
  const object = auditedBatch(await findBatch(actor, batchId))
  return cancelChosen(actor, reason, async (tx) => {
    const rows = await tx.rows<{ id: string }>`
      SELECT id FROM contacts WHERE batch_id = ${batchId}::uuid AND organization_id = ${actor.organizationId}`
    return {
      audited: { action: 'batch.cancelled', object },
      contactIds: rows.map(({ id }) => id),
      cancelBatchIds: [batchId],
    }
  })
}
