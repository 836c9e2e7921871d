import { settleCredits } from '@/domain/credits/settle-credits'
import { recordWebhookEvents } from '@/domain/webhook-events/record-webhook-events'
import type { Tx } from '@/platform/db'
import { lockSequences } from './lock-sequences'
import { withdrawRequested } from './withdraw-requested'

/**
 * Ends sequences that have not ended, under the locks of `lockWork`. A call for which the dialer was not asked yet is
 * withdrawn. Any other call under way ends normally, and its credit waits for that. A sequence that was never called
 * gets its credit released.
 *
 * @param ifCalled status of sequences that were called or are being called
 * @param ifNotCalled status of the others
 * @returns how many ended now
 */
export async function endSequences(
  tx: Tx,
  sequenceIds: readonly string[],
  ifCalled: 'cancelled',
  ifNotCalled: 'cancelled' | 'skipped',
  cancelReason: string | null = null,
): Promise<number> {
  if (sequenceIds.length === 0) return 0
  await lockSequences(tx, sequenceIds)
  await withdrawRequested(tx, sequenceIds)
  const ended = await tx.rows<{ id: string; organizationId: string }>`
    UPDATE sequences SET due_at = NULL, ended_at = now(), updated_at = now(), cancel_reason = ${cancelReason},
      status = CASE WHEN credit_state = 'spent' OR EXISTS (
        SELECT 1 FROM calls WHERE calls.sequence_id = sequences.id AND call_is_under_way(calls.status)
      ) THEN ${ifCalled} ELSE ${ifNotCalled} END
    WHERE id = ANY(${sequenceIds}::uuid[]) AND sequence_is_open(status)
    RETURNING id, organization_id AS "organizationId"`
  await recordWebhookEvents(tx, 'sequence.ended', ended)
  await settleCredits(tx, sequenceIds, 'release')
  return ended.length
}

/**
 * Marks the active batches whose sequences have all ended as finished, under their locks. Without the locks, two ends
 * at the same moment would each still see the other's sequence open.
 */
export async function finishBatches(tx: Tx, batchIds: readonly string[]): Promise<void> {
  const finished = await tx.rows<{ id: string; organizationId: string }>`
    UPDATE batches SET status = 'finished', finished_at = now()
    WHERE id = ANY(${batchIds}::uuid[]) AND status = 'active' AND NOT EXISTS (
      SELECT 1 FROM sequences
      WHERE sequences.batch_id = batches.id AND sequence_is_open(sequences.status))
    RETURNING id, organization_id AS "organizationId"`
  await recordWebhookEvents(tx, 'batch.finished', finished)
}
