import type { Actor } from '@/domain/actor'
import { type CursorScope, decodeCursor, encodeCursor } from '@/domain/page-cursor'
import { requestFault } from '@/domain/parse-request'
import { db } from '@/platform/db'
import { parseMonth } from './credit-month.rules'
import type { CreditBatchesQuery } from './credits.schema'
import { getCreditBalance } from './get-credit-balance'

/** What a batch has taken of a month's credits. */
export type CreditBatch = {
  batchId: string
  name: string | null
  agentName: string
  createdAt: string
  reserved: number
  spent: number
  released: number
}

type Row = Omit<CreditBatch, 'createdAt' | 'reserved'> & { createdAt: Date; accepted: number }

const CURSOR = /^(\d{1,10}) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/
const FAR_CREDITS = '9999999999'
const FAR_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/**
 * Lists the batches that a month's credits were reserved for, those first that took most. What became of the credits is
 * counted for the batches of the page alone: each is of a thousand contacts at most.
 *
 * @param query.month by default the running one
 * @throws VALIDATION_ERROR for what is no month, or a cursor of another list
 */
export async function listCreditBatches(
  actor: Actor,
  query: CreditBatchesQuery,
): Promise<{ batches: CreditBatch[]; nextCursor: string | null }> {
  const month = query.month ?? (await getCreditBalance(actor)).month
  if (!parseMonth(month)) throw requestFault('month', 'Give a month as YYYY-MM.')
  const scope: CursorScope = ['credit batches', actor.organizationId, month]
  const [credits, id] = query.cursor === undefined ? [FAR_CREDITS, FAR_ID] : decodeCursor(scope, query.cursor, CURSOR)
  const rows = await db().rows<Row>`
    SELECT batch.id AS "batchId", batch.name, agent.name AS "agentName", batch.created_at AS "createdAt",
      batch.accepted * batch.credits_per_contact AS accepted,
      (counted.spent * batch.credits_per_contact)::int AS spent,
      (counted.released * batch.credits_per_contact)::int AS released
    FROM (
      SELECT * FROM batches
      WHERE organization_id = ${actor.organizationId} AND credit_month = ${`${month}-01`}::date
        AND (accepted * credits_per_contact, id) < (${credits ?? FAR_CREDITS}::int8, ${id ?? FAR_ID}::uuid)
      ORDER BY accepted * credits_per_contact DESC, id DESC LIMIT ${query.limit + 1}) batch
    JOIN agents agent ON agent.id = batch.agent_id
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE credit_state = 'spent') AS spent,
        count(*) FILTER (WHERE credit_state = 'released') AS released
      FROM sequences WHERE batch_id = batch.id) counted
    ORDER BY accepted DESC, "batchId" DESC`
  const page = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? page.at(-1) : undefined
  return {
    batches: page.map(({ createdAt, accepted, ...row }) => ({
      ...row,
      createdAt: createdAt.toISOString(),
      reserved: accepted - row.spent - row.released,
    })),
    nextCursor: last ? encodeCursor(scope, last.accepted, last.batchId) : null,
  }
}
