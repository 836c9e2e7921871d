import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { workDue } from '@/domain/events'
import { lockBatches } from '@/domain/sequences/lock-sequences'
import { type Tx, transaction } from '@/platform/db'
import { publishEvents, recordEvents } from '@/platform/outbox'
import { auditedBatch, findBatch } from './find-batch'

/**
 * Holds the sequences of a batch that have not ended: no new call is placed, and calls that were placed end normally.
 * Contacts without a sequence are held and counted too, even when the creation of the sequences has failed. Their
 * sequences are created on hold.
 *
 * @param reason kept with the batch
 * @returns how many contacts are newly held; 0 for a batch that is already paused or has ended
 * @throws BATCH_NOT_FOUND
 */
export async function pauseBatch(
  actor: Actor,
  batchId: string,
  { reason }: { reason?: string | undefined } = {},
): Promise<{ affected: number }> {
  const object = auditedBatch(await findBatch(actor, batchId))
  return transaction(async (tx) => {
    await lockBatches(tx, [batchId])
    const [batch] = await tx.rows<{ status: string; accepted: number }>`
      UPDATE batches SET paused_at = now(), pause_reason = ${reason ?? null}
      WHERE id = ${batchId}::uuid AND organization_id = ${actor.organizationId}
        AND paused_at IS NULL AND batch_is_open(status)
      RETURNING status, accepted`
    if (!batch) return { affected: 0 }
    const affected = await setHeld(tx, batchId, true, batch)
    await appendAuditEntry(tx, actor, { action: 'batch.paused', object, details: { affected } })
    return { affected }
  })
}

/**
 * Resumes a paused batch where it stopped.
 *
 * @param reason kept with the batch
 * @returns how many contacts go on; 0 for a batch that is not paused
 * @throws BATCH_NOT_FOUND
 */
export async function resumeBatch(
  actor: Actor,
  batchId: string,
  { reason }: { reason?: string | undefined } = {},
): Promise<{ affected: number }> {
  const object = auditedBatch(await findBatch(actor, batchId))
  const { affected, events } = await transaction(async (tx) => {
    await lockBatches(tx, [batchId])
    const [batch] = await tx.rows<{ status: string; accepted: number; agentId: string }>`
      UPDATE batches SET paused_at = NULL, resume_reason = ${reason ?? null}
      WHERE id = ${batchId}::uuid AND organization_id = ${actor.organizationId}
        AND paused_at IS NOT NULL AND batch_is_open(status)
      RETURNING status, accepted, agent_id AS "agentId"`
    if (!batch) return { affected: 0, events: [] }
    const events = [workDue.of({ agentId: batch.agentId })]
    await recordEvents(tx, events)
    const affected = await setHeld(tx, batchId, false, batch)
    await appendAuditEntry(tx, actor, { action: 'batch.resumed', object, details: { affected } })
    return { affected, events }
  })
  await publishEvents(events)
  return { affected }
}

/**
 * Holds the sequences of a batch or lets them go on, and returns how many. A batch that is not `active` yet may have no
 * sequences; then all its contacts count.
 */
async function setHeld(
  tx: Tx,
  batchId: string,
  held: boolean,
  batch: { status: string; accepted: number },
): Promise<number> {
  await tx.execute`
    SELECT FROM sequences WHERE batch_id = ${batchId}::uuid AND sequence_is_open(status)
    ORDER BY id FOR NO KEY UPDATE`
  const changed = await tx.execute`
    UPDATE sequences SET held = ${held}, updated_at = now()
    WHERE batch_id = ${batchId}::uuid AND sequence_is_open(status)`
  if (changed > 0 || batch.status === 'active') return changed
  const [made] = await tx.rows<{ exist: boolean }>`
    SELECT EXISTS (SELECT 1 FROM sequences WHERE batch_id = ${batchId}::uuid) AS exist`
  return made?.exist ? 0 : batch.accepted
}
