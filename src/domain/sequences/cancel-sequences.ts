import type { z } from 'zod'
import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import type { AuditAction, AuditObjectKind } from '@/domain/audit/audit-actions.rules'
import { RollcallError } from '@/domain/errors'
import { batchAccepted, workDue } from '@/domain/events'
import { parsePublicId, toPublicId } from '@/domain/ids'
import { maskNumber } from '@/domain/phones/mask-number.rules'
import { recordWebhookEvents } from '@/domain/webhook-events/record-webhook-events'
import { nowMs } from '@/platform/clock'
import { type Tx, transaction } from '@/platform/db'
import type { DomainEvent } from '@/platform/define-event'
import { publishEvents, recordEvents } from '@/platform/outbox'
import type { cancelMatchingSchema } from './cancel.schema'
import { insertSequences } from './create-sequences'
import { endSequences, finishBatches } from './end-sequences'
import { lockWork } from './lock-sequences'
import { readPersonNumber } from './read-person-number'
import { tendChains } from './tend-chains'

/**
 * Cancels one contact, or its whole chain. A cancelled contact that waits only leaves the chain. When a cancelled
 * contact has the turn, the next one gets it. Cancelling the chain closes it. A call that was placed ends normally.
 *
 * @param input.sequenceId public id; the sequence need not exist yet
 * @returns how many sequences were cancelled; 0 when they had ended already
 * @throws SEQUENCE_NOT_FOUND
 */
export async function cancelSequence(
  actor: Actor,
  input: { sequenceId: string; scope: 'contact' | 'chain'; reason?: string | undefined },
): Promise<{ affected: number }> {
  const id = parsePublicId('sequence', input.sequenceId)
  return cancelChosen(actor, input.reason, async (tx) => {
    const contact = id ? await findContact(tx, actor, id) : undefined
    if (!contact) throw new RollcallError('SEQUENCE_NOT_FOUND', 'There is no such sequence in your organization.')
    // Without the name: the log is for good, and a person may be erased.
    const object = { kind: 'sequence', id: toPublicId('sequence', contact.id) } as const
    if (input.scope === 'contact' || contact.chainId === null) {
      return { audited: { action: 'sequence.cancelled', object }, contactIds: [contact.id] }
    }
    const contactIds = await membersOf(tx, actor, contact.chainId)
    return { audited: { action: 'chain.cancelled', object }, contactIds, closeChainId: contact.chainId }
  })
}

/**
 * Cancels every contact of the organization whose variable has this value and whose sequence has not ended. All are
 * cancelled first. Then each of their chains moves on once, if somebody waits in it and nobody has the turn.
 *
 * @returns how many were cancelled; 0 when nobody matched
 */
export function cancelByVariable(
  actor: Actor,
  input: { referenceKey: string; referenceValue: string; reason?: string | undefined },
): Promise<{ affected: number }> {
  return cancelChosen(actor, input.reason, async (tx) => {
    const matches = JSON.stringify({ [input.referenceKey]: input.referenceValue })
    const rows = await tx.rows<{ id: string }>`
      SELECT contact.id FROM contacts contact LEFT JOIN sequences sequence ON sequence.id = contact.id
      WHERE contact.organization_id = ${actor.organizationId} AND contact.variables @> ${matches}::jsonb
        AND (sequence.id IS NULL OR sequence_is_open(sequence.status))`
    // The value may say who somebody is. The sequences know it, for as long as they are kept.
    const details = { variable: input.referenceKey }
    return { audited: { action: 'sequences.cancelled', details }, contactIds: rows.map(({ id }) => id) }
  })
}

/**
 * Cancels every contact of the organization with this number, with any extension, whose sequence has not ended, as
 * `cancelByVariable` does.
 *
 * @param input.phoneNumber as in a contact
 * @returns how many were cancelled; 0 when nobody matched
 * @throws VALIDATION_ERROR for a text that is not one number
 */
export async function cancelPerson(
  actor: Actor,
  input: { phoneNumber: string; reason?: string | undefined },
): Promise<{ affected: number }> {
  const phoneNumber = await readPersonNumber(actor, input.phoneNumber)
  return cancelChosen(actor, input.reason, async (tx) => ({
    audited: { action: 'person.cancelled', object: { kind: 'person', id: maskNumber(phoneNumber) } },
    contactIds: await findOpenOf(tx, actor, phoneNumber),
  }))
}

/**
 * Cancels contacts by what is sent: all with a number, or all with a value of a variable.
 *
 * @throws VALIDATION_ERROR for a text that is not one number
 */
export function cancelMatching(
  actor: Actor,
  input: z.output<typeof cancelMatchingSchema>,
): Promise<{ affected: number }> {
  const { phoneNumber, referenceKey, referenceValue, reason } = input
  if (phoneNumber !== undefined) return cancelPerson(actor, { phoneNumber, reason })
  return cancelByVariable(actor, { referenceKey: referenceKey ?? '', referenceValue: referenceValue ?? '', reason })
}

/** Lists the contacts with a number whose sequences have not ended, or do not exist yet. */
export async function findOpenOf(tx: Tx, actor: Actor, phoneNumber: string): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>`
    SELECT contact.id FROM contacts contact LEFT JOIN sequences sequence ON sequence.id = contact.id
    WHERE contact.phone_number = ${phoneNumber} AND contact.organization_id = ${actor.organizationId}
      AND (sequence.id IS NULL OR sequence_is_open(sequence.status))`
  return rows.map(({ id }) => id)
}

/** The chosen contacts, and what the audit log says of it. Their sequences may have ended, or may not exist yet. */
export type Chosen = {
  audited: {
    action: AuditAction
    object?: { kind: AuditObjectKind; id: string; name?: string }
    details?: Record<string, unknown>
  }
  contactIds: string[]
  closeChainId?: string
  /** Batches that are over with this, though nobody of them was left to cancel. */
  cancelBatchIds?: readonly string[]
  /** What else the transaction does, after everything. */
  last?: () => Promise<void>
}

/**
 * Cancels the contacts that `choose` finds in the transaction and that have not ended.
 *
 * @param reason kept with each sequence that ends by it
 */
export async function cancelChosen(
  actor: Actor,
  reason: string | undefined,
  choose: (tx: Tx) => Promise<Chosen>,
): Promise<{ affected: number }> {
  const { affected, events } = await transaction(async (tx) => {
    const chosen = await choose(tx)
    const { audited, closeChainId, cancelBatchIds = [] } = chosen
    const { batchIds, chainIds } = await lockWork(tx, chosen.contactIds)
    // Somebody may have joined the chain while it was waited for.
    const contactIds = closeChainId === undefined ? chosen.contactIds : await membersOf(tx, actor, closeChainId)
    const revived = await createMissing(tx, contactIds)
    const affected = await endSequences(tx, contactIds, 'cancelled', 'cancelled', reason ?? null)
    let changed = affected
    if (closeChainId !== undefined) {
      changed += await tx.execute`
        UPDATE chains SET closed_at = now() WHERE id = ${closeChainId}::uuid AND closed_at IS NULL`
    }
    await tendChains(tx, chainIds, nowMs())
    if (cancelBatchIds.length > 0) {
      const cancelled = await tx.rows<{ id: string; organizationId: string }>`
        UPDATE batches SET status = 'cancelled', finished_at = now(), cancel_reason = ${reason ?? null}
        WHERE id = ANY(${cancelBatchIds}::uuid[]) AND organization_id = ${actor.organizationId}
          AND status IN ('accepted', 'active')
        RETURNING id, organization_id AS "organizationId"`
      changed += cancelled.length
      await recordWebhookEvents(tx, 'batch.finished', cancelled)
    }
    await finishBatches(tx, batchIds)
    if (changed > 0) {
      await appendAuditEntry(tx, actor, { ...audited, details: { ...audited.details, affected } })
    }
    const events = [...revived, ...(affected > 0 ? await workDueOf(tx, contactIds) : [])]
    await recordEvents(tx, events)
    await chosen.last?.()
    return { affected, events }
  })
  await publishEvents(events)
  return { affected }
}

/**
 * Creates the missing sequences of these contacts' batches, since only an existing sequence can be cancelled. A batch
 * whose creation had failed is retried at the same time; otherwise its other contacts would never be called, and their
 * credits never released.
 *
 * @returns the events that set these batches going
 */
export async function createMissing(tx: Tx, contactIds: readonly string[]): Promise<DomainEvent[]> {
  const batches = await tx.rows<{ id: string; status: string }>`
    SELECT id, status FROM batches
    WHERE batch_awaits_sequences(status)
      AND id IN (SELECT batch_id FROM contacts WHERE id = ANY(${contactIds}::uuid[]))`
  const failed = batches.filter(({ status }) => status === 'failed').map(({ id }) => id)
  if (failed.length > 0) {
    await tx.execute`
      UPDATE batches SET status = 'accepted', failure_reason = NULL WHERE id = ANY(${failed}::uuid[])`
  }
  for (const { id } of batches) await insertSequences(tx, id)
  return failed.map((batchId) => batchAccepted.of({ batchId }))
}

async function findContact(tx: Tx, actor: Actor, id: string) {
  const [contact] = await tx.rows<{ id: string; chainId: string | null }>`
    SELECT id, chain_id AS "chainId" FROM contacts
    WHERE id = ${id}::uuid AND organization_id = ${actor.organizationId}`
  return contact
}

/**
 * Lists everybody in the chain who has not ended, and all contacts of the batch that opened the chain, with or without
 * a sequence. Whoever has ended is left alone by `endSequences`.
 */
async function membersOf(tx: Tx, actor: Actor, chainId: string): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>`
    SELECT id FROM sequences
    WHERE chain_id = ${chainId}::uuid AND organization_id = ${actor.organizationId}
      AND sequence_is_open(status)
    UNION
    SELECT contact.id FROM chains chain
    JOIN contacts contact ON contact.batch_id = chain.batch_id AND contact.chain_id = chain.id
    WHERE chain.id = ${chainId}::uuid AND chain.organization_id = ${actor.organizationId}`
  return rows.map(({ id }) => id)
}

export async function workDueOf(tx: Tx, contactIds: readonly string[]): Promise<DomainEvent[]> {
  const rows = await tx.rows<{ agentId: string }>`
    SELECT DISTINCT agent_id AS "agentId" FROM sequences WHERE id = ANY(${contactIds}::uuid[])`
  return rows.map(({ agentId }) => workDue.of({ agentId }))
}
