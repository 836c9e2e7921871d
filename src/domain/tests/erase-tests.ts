import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { endImports } from '@/domain/imports/cancel-import'
import { cancelChosen } from '@/domain/sequences/cancel-sequences'
import { lockBatches } from '@/domain/sequences/lock-sequences'
import { recordWebhookEvents } from '@/domain/webhook-events/record-webhook-events'
import { db, type Tx, transaction } from '@/platform/db'

export type ErasedTests = {
  batches: number
  /** Contacts, with their sequences; rejected ones are erased with them and not counted. */
  contacts: number
  calls: number
  imports: number
  /** Batches that are left since a call of theirs is under way, here and beyond what was looked at. */
  underWay: number
  /** There is more that can be erased now. */
  more: boolean
}

/** How many contacts are cancelled and erased at once: a few seconds of work. */
const CONTACTS_MAX = 10_000
const BATCHES_MAX = 1_000

const REASON = 'The tests were erased.'

/**
 * Erases what was enrolled as a test, a part at a time: batches with their contacts, rejections, calls, mails, chains
 * and keys of repetition, the imports of test keys, and what was or will be delivered of it. What is open is cancelled
 * before; a batch with a call under way is left until the call has ended. Nothing that was enrolled in earnest is
 * touched. The credit ledger stays, and so does the audit log.
 *
 * @returns what was erased now; repeat it while there is `more`
 */
export async function eraseTests(actor: Actor): Promise<ErasedTests> {
  await cancelImports(actor)
  await cancelBatches(actor)
  return transaction(async (tx) => {
    const batchIds = await findEndedBatches(tx, actor)
    await lockBatches(tx, batchIds)
    await eraseDeliveries(tx, actor, batchIds)
    const { contacts, calls } = await eraseBatches(tx, actor, batchIds)
    const imports = await eraseImports(tx, actor)
    const erased = { batches: batchIds.length, contacts, calls, imports }
    if (erased.batches + erased.imports > 0) {
      await appendAuditEntry(tx, actor, { action: 'tests.erased', details: erased })
    }
    return { ...erased, ...(await countLeft(tx, actor)) }
  })
}

async function cancelImports(actor: Actor): Promise<void> {
  const { organizationId } = actor
  await transaction(async (tx) => {
    const open = await tx.rows<{ id: string }>`
      SELECT id FROM imports
      WHERE organization_id = ${organizationId} AND test AND status NOT IN ('completed', 'cancelled')
      ORDER BY id FOR NO KEY UPDATE`
    const ids = open.map(({ id }) => id)
    await endImports(tx, ids)
    await recordWebhookEvents(
      tx,
      'import.finished',
      ids.map((id) => ({ id, organizationId })),
    )
  })
}

async function cancelBatches(actor: Actor): Promise<void> {
  const batches = await db().rows<{ id: string }>`
    SELECT id FROM (
      SELECT id, sum(accepted) OVER (ORDER BY id) - accepted AS before FROM batches
      WHERE organization_id = ${actor.organizationId} AND test AND batch_is_open(status)) open
    WHERE before < ${CONTACTS_MAX} ORDER BY id LIMIT ${BATCHES_MAX}`
  if (batches.length === 0) return
  const cancelBatchIds = batches.map(({ id }) => id)
  await cancelChosen(actor, REASON, async (tx) => {
    const contacts = await tx.rows<{ id: string }>`
      SELECT id FROM contacts
      WHERE batch_id = ANY(${cancelBatchIds}::uuid[]) AND organization_id = ${actor.organizationId}`
    return { audited: { action: 'tests.cancelled' }, contactIds: contacts.map(({ id }) => id), cancelBatchIds }
  })
}

async function findEndedBatches(tx: Tx, actor: Actor): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>`
    SELECT id FROM (
      SELECT id, sum(total) OVER (ORDER BY id) - total AS before FROM batches
      WHERE organization_id = ${actor.organizationId} AND test AND NOT batch_is_open(status) AND NOT EXISTS (
        SELECT FROM sequences JOIN calls ON calls.sequence_id = sequences.id AND call_is_under_way(calls.status)
        WHERE sequences.batch_id = batches.id)) ended
    WHERE before < ${CONTACTS_MAX} ORDER BY id LIMIT ${BATCHES_MAX}`
  return rows.map(({ id }) => id)
}

/** Deletes what was or will be sent of these batches, of their contacts and of tests' imports. */
async function eraseDeliveries(tx: Tx, actor: Actor, batchIds: readonly string[]): Promise<void> {
  const { organizationId } = actor
  await tx.execute`
    DELETE FROM webhook_deliveries USING sequences, calls
    WHERE sequences.batch_id = ANY(${batchIds}::uuid[]) AND calls.sequence_id = sequences.id
      AND webhook_deliveries.call_id = calls.id AND webhook_deliveries.organization_id = ${organizationId}`
  await tx.execute`
    DELETE FROM webhook_deliveries USING webhook_endpoints endpoint
    WHERE endpoint.organization_id = ${organizationId} AND webhook_deliveries.endpoint_id = endpoint.id
      AND webhook_deliveries.subject_id IN (
        SELECT id FROM contacts WHERE batch_id = ANY(${batchIds}::uuid[]) AND organization_id = ${organizationId}
        UNION ALL SELECT unnest(${batchIds}::uuid[])
        UNION ALL SELECT id FROM imports WHERE organization_id = ${organizationId} AND test)`
}

async function eraseBatches(
  tx: Tx,
  actor: Actor,
  batchIds: readonly string[],
): Promise<{ contacts: number; calls: number }> {
  const { organizationId } = actor
  const [counted] = await tx.rows<{ calls: number }>`
    SELECT count(*)::int AS calls FROM sequences JOIN calls ON calls.sequence_id = sequences.id
    WHERE sequences.batch_id = ANY(${batchIds}::uuid[]) AND calls.status <> 'withdrawn'`
  await tx.execute`
    DELETE FROM idempotency_keys WHERE batch_id = ANY(${batchIds}::uuid[]) AND organization_id = ${organizationId}`
  await tx.execute`
    DELETE FROM chains WHERE batch_id = ANY(${batchIds}::uuid[]) AND organization_id = ${organizationId}`
  // Sequences, calls and mails go with their contacts, rejections with their batch.
  const contacts = await tx.execute`
    DELETE FROM contacts WHERE batch_id = ANY(${batchIds}::uuid[]) AND organization_id = ${organizationId}`
  await tx.execute`
    DELETE FROM batches WHERE id = ANY(${batchIds}::uuid[]) AND organization_id = ${organizationId} AND test`
  return { contacts, calls: counted?.calls ?? 0 }
}

/** An import goes when none of its batches is left. */
async function eraseImports(tx: Tx, actor: Actor): Promise<number> {
  return tx.execute`
    DELETE FROM imports
    WHERE organization_id = ${actor.organizationId} AND test AND status IN ('completed', 'cancelled') AND NOT EXISTS (
      SELECT FROM import_batches cut JOIN batches ON batches.id = cut.batch_id WHERE cut.import_id = imports.id)`
}

async function countLeft(tx: Tx, actor: Actor): Promise<{ underWay: number; more: boolean }> {
  const [left] = await tx.rows<{ all: number; underWay: number }>`
    SELECT count(*)::int AS all, count(*) FILTER (WHERE EXISTS (
        SELECT FROM sequences JOIN calls ON calls.sequence_id = sequences.id AND call_is_under_way(calls.status)
        WHERE sequences.batch_id = batches.id))::int AS "underWay"
    FROM batches WHERE organization_id = ${actor.organizationId} AND test`
  const { all = 0, underWay = 0 } = left ?? {}
  return { underWay, more: all > underWay }
}
