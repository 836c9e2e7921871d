import type { Actor } from '@/domain/actor'
import { toPublicId } from '@/domain/ids'
import { CURSOR_OF_ID, type CursorScope, decodeCursor, encodeCursor } from '@/domain/page-cursor'
import type { ResultType } from '@/domain/results/call-result.schema'
import { readPersonNumber } from '@/domain/sequences/read-person-number'
import type { LifecycleStatus } from '@/domain/sequences/sequence.schema'
import { db } from '@/platform/db'
import type { PersonSequencesQuery } from './person.schema'

const CALLS_PER_PAGE_MAX = 1_000

export type PersonCall = {
  callId: string
  status: string
  /** When it was placed, or asked for. */
  at: string
  resultType: ResultType | null
  durationSeconds: number | null
  summary: string | null
}

/** What a person was enrolled for once. */
export type PersonSequence = {
  sequenceId: string
  name: string
  phoneNumberExt: string | null
  externalId: string | null
  agentId: string
  agentName: string
  batchId: string
  batchName: string | null
  /** To try an agent out; it counts in no figure. */
  test: boolean
  createdAt: string
  createdBy: string
  timezone: string
  lifecycleStatus: LifecycleStatus
  paused: boolean
  lastResultType: ResultType | null
  dueAt: string | null
  endedAt: string | null
  cancelReason: string | null
  /** Oldest first. */
  calls: PersonCall[]
}

type Row = Omit<PersonSequence, 'sequenceId' | 'agentId' | 'calls' | 'createdAt' | 'dueAt' | 'endedAt'> & {
  id: string
  agentUuid: string
  createdAt: Date
  dueAt: Date | null
  endedAt: Date | null
}

type StoredRow = Omit<Row, 'lifecycleStatus' | 'lastResultType'> & {
  lifecycleStatus: string
  lastResultType: string | null
}

/**
 * Lists a page of all that the organization did with a number, newest first, with the calls of each.
 *
 * @throws VALIDATION_ERROR for a text that is not one number, or a cursor of another list
 */
export async function listPersonSequences(
  actor: Actor,
  query: PersonSequencesQuery,
): Promise<{ sequences: PersonSequence[]; nextCursor: string | null }> {
  const number = await readPersonNumber(actor, query.phoneNumber)
  const scope: CursorScope = ['sequences of a person', actor.organizationId, number]
  const before = query.cursor === undefined ? null : (decodeCursor(scope, query.cursor, CURSOR_OF_ID)[0] ?? null)
  // By the index of numbers, as OFFSET 0 demands: in the order of the ids, or by the organization, the planner would read
  // other people first.
  const rows = await db().rows<StoredRow>`
    SELECT contact.id, contact.name, contact.phone_number_ext AS "phoneNumberExt", contact.external_id AS "externalId", batch.agent_id AS "agentUuid",
      agent.name AS "agentName", batch.id AS "batchId", batch.name AS "batchName", batch.test, batch.created_at AS "createdAt",
      batch.created_by AS "createdBy", contact.timezone,
      coalesce(sequence.status, first_status(contact.chain_position)) AS "lifecycleStatus",
      coalesce(sequence.held, batch.paused_at IS NOT NULL) AS paused, sequence.last_result_type AS "lastResultType",
      sequence.due_at AS "dueAt", sequence.ended_at AS "endedAt", sequence.cancel_reason AS "cancelReason"
    FROM (
      SELECT * FROM (
        SELECT id, organization_id, name, phone_number_ext, external_id, batch_id, timezone, chain_position FROM contacts
        WHERE phone_number = ${number} OFFSET 0
      ) own WHERE organization_id = ${actor.organizationId} AND (${before}::uuid IS NULL OR id < ${before}::uuid)
      ORDER BY id DESC LIMIT ${query.limit + 1}
    ) contact
    JOIN batches batch ON batch.id = contact.batch_id
    JOIN agents agent ON agent.id = batch.agent_id
    LEFT JOIN sequences sequence ON sequence.id = contact.id
    ORDER BY contact.id DESC`
  const page = rows.slice(0, query.limit)
  const calls = await listCalls(
    actor,
    page.map(({ id }) => id),
  )
  const last = rows.length > query.limit ? page.at(-1) : undefined
  return {
    sequences: (page as Row[]).map(({ id, agentUuid, createdAt, dueAt, endedAt, ...row }) => ({
      ...row,
      sequenceId: toPublicId('sequence', id),
      agentId: toPublicId('agent', agentUuid),
      createdAt: createdAt.toISOString(),
      dueAt: dueAt?.toISOString() ?? null,
      endedAt: endedAt?.toISOString() ?? null,
      calls: calls.get(id) ?? [],
    })),
    nextCursor: last ? encodeCursor(scope, last.id) : null,
  }
}

type CallRow = Omit<PersonCall, 'callId' | 'at' | 'resultType'> & {
  id: string
  sequenceId: string
  at: Date
  resultType: string | null
}

async function listCalls(actor: Actor, sequenceIds: readonly string[]): Promise<Map<string, PersonCall[]>> {
  const rows = await db().rows<CallRow>`
    SELECT id, sequence_id AS "sequenceId", status, coalesce(placed_at, requested_at) AS at,
      result_type AS "resultType", (result ->> 'duration')::float8 AS "durationSeconds", result ->> 'summary' AS summary
    FROM calls
    WHERE sequence_id = ANY(${sequenceIds}::uuid[]) AND organization_id = ${actor.organizationId}
      AND status <> 'withdrawn'
    ORDER BY requested_at, id LIMIT ${CALLS_PER_PAGE_MAX}`
  const calls = new Map<string, PersonCall[]>()
  for (const { id, sequenceId, at, resultType, ...row } of rows) {
    const call = { ...row, callId: toPublicId('call', id), at: at.toISOString() }
    const others = calls.get(sequenceId) ?? []
    calls.set(sequenceId, [...others, { ...call, resultType: resultType as ResultType | null }])
  }
  return calls
}
