import type { Actor } from '@/domain/actor'
import { requestFault } from '@/domain/parse-request'
import { db } from '@/platform/db'
import { parseMonth } from './credit-month.rules'
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

const BATCHES_MAX = 100

type Row = Omit<CreditBatch, 'createdAt' | 'reserved'> & { createdAt: Date; accepted: number }

/**
 * Lists the largest batches that a month's credits were reserved for, at most 100, by what they took.
 *
 * @param query.month by default the running one
 * @throws VALIDATION_ERROR for what is no month
 */
export async function listCreditBatches(actor: Actor, query: { month?: string | undefined }): Promise<CreditBatch[]> {
  const month = query.month ?? (await getCreditBalance(actor)).month
  const range = parseMonth(month)
  if (!range) throw requestFault('month', 'Give a month as YYYY-MM.')
  const rows = await db().rows<Row>`
    SELECT batch.id AS "batchId", batch.name, agent.name AS "agentName", batch.created_at AS "createdAt",
      batch.accepted * batch.credits_per_contact AS accepted,
      (counted.spent * batch.credits_per_contact)::int AS spent,
      (counted.released * batch.credits_per_contact)::int AS released
    FROM (
      SELECT * FROM batches
      WHERE organization_id = ${actor.organizationId} AND created_at >= ${range.start}::timestamptz
        AND created_at < ${range.end}::timestamptz
      ORDER BY accepted * credits_per_contact DESC, id LIMIT ${BATCHES_MAX}) batch
    JOIN agents agent ON agent.id = batch.agent_id
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE credit_state = 'spent') AS spent,
        count(*) FILTER (WHERE credit_state = 'released') AS released
      FROM sequences WHERE batch_id = batch.id) counted
    ORDER BY accepted DESC, "batchId"`
  return rows.map(({ createdAt, accepted, ...row }) => ({
    ...row,
    createdAt: createdAt.toISOString(),
    reserved: accepted - row.spent - row.released,
  }))
}
