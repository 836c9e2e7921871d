import type { Actor } from '@/domain/actor'
import { toPublicId } from '@/domain/ids'
import { type CursorScope, decodeCursor, encodeCursor } from '@/domain/page-cursor'
import { db } from '@/platform/db'
import type { LedgerQuery } from './credits.schema'

/** One booking. Nothing of it ever changes. */
export type LedgerEntry = {
  id: string
  at: string
  /** The month that it is booked to, `2027-03`. */
  month: string
  kind: 'allocation' | 'reservation' | 'spend' | 'release'
  amount: number
  agentId: string | null
  agentName: string | null
  batchId: string | null
  batchName: string | null
  /** The contact that it was spent on or released for; null for a booking of another kind. */
  sequenceId: string | null
}

type Row = Omit<LedgerEntry, 'at' | 'id'> & { id: bigint; at: Date; ms: bigint; reason: string }

const CURSOR = /^(\d{1,14}) (\d{1,18})$/
const FAR_MS = '99999999999999'
const FAR_ID = '999999999999999999'
const SEQUENCE_REASON = /^sequence:([0-9a-f-]{36}):/

/**
 * Lists the bookings of an organization, newest first.
 *
 * @throws VALIDATION_ERROR for a cursor of another list
 */
export async function listLedger(
  actor: Actor,
  query: LedgerQuery,
): Promise<{ entries: LedgerEntry[]; nextCursor: string | null }> {
  const scope: CursorScope = ['ledger', actor.organizationId]
  const [ms, id] = query.cursor === undefined ? [FAR_MS, FAR_ID] : decodeCursor(scope, query.cursor, CURSOR)
  const before = new Date(Math.min(Number(ms), 8_000_000_000_000))
  const rows = await db().rows<Row>`
    SELECT entry.id, entry.created_at AS at, (extract(epoch FROM entry.created_at) * 1000)::int8 AS ms,
      to_char(entry.month, 'YYYY-MM') AS month, entry.kind, entry.amount, entry.reason,
      entry.agent_id AS "agentId", agent.name AS "agentName", batch.id AS "batchId", batch.name AS "batchName",
      NULL::text AS "sequenceId"
    FROM credit_ledger entry
    LEFT JOIN agents agent ON agent.id = entry.agent_id AND agent.organization_id = entry.organization_id
    LEFT JOIN batches batch ON batch.id = entry.batch_id AND batch.organization_id = entry.organization_id
    WHERE entry.organization_id = ${actor.organizationId}
      AND entry.created_at <= ${before}::timestamptz
      AND (entry.created_at < ${before}::timestamptz OR entry.id < ${id ?? FAR_ID}::int8)
    ORDER BY entry.created_at DESC, entry.id DESC
    LIMIT ${query.limit + 1}`
  const page = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? page.at(-1) : undefined
  return {
    entries: page.map(({ ms: _, reason, ...row }) => {
      const sequence = SEQUENCE_REASON.exec(reason)?.[1]
      return {
        ...row,
        id: String(row.id),
        at: row.at.toISOString(),
        agentId: row.agentId === null ? null : toPublicId('agent', row.agentId),
        sequenceId: sequence === undefined ? null : toPublicId('sequence', sequence),
      }
    }),
    nextCursor: last ? encodeCursor(scope, String(last.ms), String(last.id)) : null,
  }
}
