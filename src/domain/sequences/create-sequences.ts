import { workDue } from '@/domain/events'
import { nextAllowedMoment } from '@/domain/schedule/call-windows.rules'
import type { CallWindows } from '@/domain/schedule/call-windows.schema'
import { Prisma, type Tx, transaction } from '@/platform/db'
import { publishEvents, recordEvents } from '@/platform/outbox'
import { finishBatches } from './end-sequences'
import { lockBatches } from './lock-sequences'

/** When the first step of `batch` is due at the earliest: its delay from now on. */
const FIRST_STEP_DUE = Prisma.sql`(now() + make_interval(secs => first_step_delay_seconds(batch.steps)))`

/**
 * Inserts the sequences of a batch's contacts. The first contact of each chain, and every contact without a chain, is
 * `scheduled` for its own moment, but not before the delay of the first step. The others are `waiting`. All are held
 * when the batch is paused. A sequence has its contact's id, so running it twice inserts the same rows.
 *
 * This is the only place that inserts sequences, so that a single contact and a batch of a thousand are always due
 * alike.
 *
 * @returns how many were inserted now; none for a batch that is not `accepted`
 */
export async function insertSequences(tx: Tx, batchId: string): Promise<number> {
  return tx.execute`${insertion(batchId, await findOpenings(tx, batchId))}`
}

function insertion(batchId: string, openings: readonly Opening[]): Prisma.Sql {
  return Prisma.sql`
    ${SEQUENCES_OF_CONTACTS}
    FROM contacts contact
    JOIN batches batch ON batch.id = contact.batch_id
    ${joinOpenings(openings)}
    WHERE batch.id = ${batchId}::uuid AND batch.status = 'accepted'
    ON CONFLICT DO NOTHING`
}

/** Returns the part of a statement that inserts the sequences of the rows `contact` of the row `batch`, which it inserts too. */
export function insertionOfNew(openings: readonly Opening[]): Prisma.Sql {
  return Prisma.sql`${SEQUENCES_OF_CONTACTS} FROM contact CROSS JOIN batch ${joinOpenings(openings)}`
}

/** Of the rows `contact`, `batch`, and of `opening` where there is one. */
const SEQUENCES_OF_CONTACTS = Prisma.sql`
  INSERT INTO sequences (id, organization_id, agent_id, batch_id, index, status, step_type, due_at, held, priority,
    share_id, chain_id, chain_position)
  SELECT contact.id, contact.organization_id, batch.agent_id, batch.id, contact.index,
    first_status(contact.chain_position), first_step_type(batch.steps),
    CASE
      WHEN first_status(contact.chain_position) <> 'scheduled' THEN NULL
      WHEN contact.scheduled_at >= ${FIRST_STEP_DUE} THEN contact.scheduled_at
      ELSE coalesce(to_timestamp(opening.at), ${FIRST_STEP_DUE})
    END,
    batch.paused_at IS NOT NULL, priority_of(batch.options), batch.share_id, contact.chain_id, contact.chain_position`

function joinOpenings(openings: readonly Opening[]): Prisma.Sql {
  return Prisma.sql`
    LEFT JOIN json_to_recordset(${JSON.stringify(openings)}::json) AS opening(timezone text, at float8)
      ON opening.timezone = contact.timezone`
}

/** A zone in which the windows are closed when a late call would be due, and when they open, in seconds since 1970. */
export type Opening = { timezone: string; at: number }

/**
 * Finds when the call windows next open for calls that are outside of them. A contact's own moment is inside the
 * windows, but the delay of the first step, or a background that was down, may have moved the call. It is then due when
 * the windows next open, so that the console never shows a moment at which nobody will be called.
 *
 * All calls that were moved are due at one and the same moment, so only the zones of their contacts have to be looked
 * at.
 */
async function findOpenings(tx: Tx, batchId: string): Promise<Opening[]> {
  const [late] = await tx.rows<{ callWindows: CallWindows; nowMs: number; delaySeconds: number; timezones: string[] }>`
    SELECT agent.call_windows AS "callWindows",
      extract(epoch FROM now())::float8 * 1000 AS "nowMs", first_step_delay_seconds(batch.steps) AS "delaySeconds",
      ARRAY(
        SELECT DISTINCT contact.timezone FROM contacts contact
        WHERE contact.batch_id = batch.id AND first_status(contact.chain_position) = 'scheduled'
          AND contact.scheduled_at < ${FIRST_STEP_DUE}
      ) AS timezones
    FROM batches batch JOIN agents agent ON agent.id = batch.agent_id
    WHERE batch.id = ${batchId}::uuid AND first_step_type(batch.steps) = 'CALL'
      AND NOT bypasses_windows(batch.options)`
  if (!late) return []
  return openingsAt(late.callWindows, late.timezones, late.nowMs + late.delaySeconds * 1_000)
}

/** @param dueMs when calls that have to wait for nothing but the first step's delay are due */
export function openingsAt(callWindows: CallWindows, timezones: readonly string[], dueMs: number): Opening[] {
  return timezones.flatMap((timezone) => {
    const allowedMs = nextAllowedMoment(callWindows, timezone, dueMs) ?? dueMs
    return allowedMs > dueMs ? { timezone, at: allowedMs / 1_000 } : []
  })
}

/**
 * Creates the sequences of a batch that this transaction has inserted, and activates the batch, in one statement. The
 * background then only has to work them.
 *
 * @param openings of the batch's zones, by the database's clock a moment ago
 */
export async function startBatch(tx: Tx, batchId: string, openings: readonly Opening[]): Promise<void> {
  await tx.execute`/* prepared */ WITH created AS (${insertion(batchId, openings)}) ${activation(batchId)}`
}

/** Returns the parts of a statement that starts a batch as `startBatch` does, and may do more. */
export function beginning(batchId: string, openings: readonly Opening[]): Prisma.Sql {
  return Prisma.sql`created AS (${insertion(batchId, openings)}), activated AS (${activation(batchId)})`
}

function activation(batchId: string): Prisma.Sql {
  return Prisma.sql`UPDATE batches SET status = 'active', activated_at = now() WHERE id = ${batchId}::uuid`
}

/**
 * Creates the sequences of a batch for the background, with an id from our own event. The batch is locked first, so
 * that a pause or cancel at the same moment sees either no sequence or all of them.
 */
export async function createSequences(input: { batchId: string }): Promise<{ created: number }> {
  const created = await transaction(async (tx) => {
    await lockBatches(tx, [input.batchId])
    return insertSequences(tx, input.batchId)
  })
  return { created }
}

/**
 * Finishes the creation: the batch becomes `active` (or `finished`, when all of it was cancelled meanwhile), and the
 * agent's work is announced once.
 *
 * @throws when a contact has no sequence; the batch then stays as it is
 */
export async function activateBatch(input: { batchId: string }): Promise<{ activated: boolean }> {
  const { batchId } = input
  const event = await transaction(async (tx) => {
    await lockBatches(tx, [batchId])
    const [batch] = await tx.rows<{ agentId: string; status: string; missing: number }>`
      SELECT agent_id AS "agentId", status,
        accepted - (SELECT count(*)::int FROM sequences WHERE sequences.batch_id = batches.id) AS missing
      FROM batches WHERE id = ${batchId}::uuid`
    if (batch?.status !== 'accepted') return null
    if (batch.missing > 0) throw new Error(`${batch.missing} sequences of batch ${batchId} were not created.`)
    await tx.execute`${activation(batchId)}`
    await finishBatches(tx, [batchId])
    const nudge = workDue.of({ agentId: batch.agentId })
    await recordEvents(tx, [nudge])
    return nudge
  })
  if (event) await publishEvents([event])
  return { activated: event !== null }
}
