import type { Actor } from '@/domain/actor'
import { findBatch } from '@/domain/batches/find-batch'
import { parsePublicId } from '@/domain/ids'
import { CURSOR_OF_TIME_AND_ID, type CursorScope, decodeCursor, encodeCursor } from '@/domain/page-cursor'
import { db } from '@/platform/db'
import type { CallList } from './call-answer.schema'
import type { CallListQuery } from './call-list.schema'
import { readCalls } from './read-calls'

/** How many calls one request looks at, whatever its filters: it takes as long however many calls there are. */
const SCANNED_MAX = 20_000

type Place = { id: string; ended: Date }

/**
 * Lists the calls that have ended, in the order in which they did. A page may be shorter than asked for although there
 * are more, when few of very many calls match; `nextCursor` goes on.
 *
 * @throws BATCH_NOT_FOUND, VALIDATION_ERROR for a cursor of another list
 */
export async function listCalls(actor: Actor, query: CallListQuery): Promise<CallList> {
  const { batchId, agentId, resultType, outcome, endedSince, limit } = query
  const scope: CursorScope = ['calls', actor.organizationId, batchId, agentId, resultType, outcome, endedSince]
  const [ms, id] = query.cursor === undefined ? [] : decodeCursor(scope, query.cursor, CURSOR_OF_TIME_AND_ID)
  if (batchId !== undefined) await findBatch(actor, batchId)
  const agent = agentId === undefined ? null : parsePublicId('agent', agentId)
  if (agentId !== undefined && agent === null) return { calls: [], nextCursor: null }
  const from = {
    at: new Date(ms === undefined ? Math.max(0, Date.parse(endedSince ?? '1970-01-01T00:00:00Z')) : Number(ms)),
    id: id ?? '00000000-0000-0000-0000-000000000000',
  }
  const { found, next } = await (batchId === undefined ? findInAll : findInBatch)(actor, query, agent, from)
  return {
    calls: await readCalls(
      actor,
      found.slice(0, limit).map((place) => place.id),
      { withTranscript: query.include === 'transcript' },
    ),
    nextCursor: next ? encodeCursor(scope, next.ended.getTime(), next.id) : null,
  }
}

type From = { at: Date; id: string }
type Found = { found: Place[]; next: Place | null }

/** Of a batch, whose calls are few: by way of its sequences, of which there is an index. */
async function findInBatch(actor: Actor, query: CallListQuery, agent: string | null, from: From): Promise<Found> {
  const found = await db().rows<Place>`
    SELECT call.id, call.ended_at AS ended
    FROM sequences sequence JOIN calls call ON call.sequence_id = sequence.id
    WHERE sequence.batch_id = ${query.batchId ?? null}::uuid AND call.organization_id = ${actor.organizationId}
      AND call.ended_at IS NOT NULL AND call.result_type IS NOT NULL
      AND (call.ended_at, call.id) > (${from.at}::timestamptz, ${from.id}::uuid)
      AND (${agent}::uuid IS NULL OR call.agent_id = ${agent}::uuid)
      AND (${query.resultType ?? null}::text IS NULL OR call.result_type = ${query.resultType ?? null})
      AND (${outcomeOf(query)}::jsonb IS NULL OR call.result @> ${outcomeOf(query)}::jsonb)
    ORDER BY call.ended_at, call.id LIMIT ${query.limit + 1}`
  return { found, next: lastShown(found, query.limit) }
}

/** Of all batches: through the next twenty thousand calls, and no further. */
async function findInAll(actor: Actor, query: CallListQuery, agent: string | null, from: From): Promise<Found> {
  const [end] = await db().rows<Place>`
    SELECT id, ended_at AS ended FROM calls
    WHERE organization_id = ${actor.organizationId} AND ended_at IS NOT NULL
      AND (ended_at, id) > (${from.at}::timestamptz, ${from.id}::uuid)
    ORDER BY ended_at, id OFFSET ${SCANNED_MAX - 1} LIMIT 1`
  const last = end ?? { ended: new Date(8_640_000_000_000), id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }
  const found = await db().rows<Place>`
    SELECT id, ended_at AS ended FROM calls
    WHERE organization_id = ${actor.organizationId} AND ended_at IS NOT NULL AND result_type IS NOT NULL
      AND (ended_at, id) > (${from.at}::timestamptz, ${from.id}::uuid)
      AND (ended_at, id) <= (${last.ended}::timestamptz, ${last.id}::uuid)
      AND (${agent}::uuid IS NULL OR agent_id = ${agent}::uuid)
      AND (${query.resultType ?? null}::text IS NULL OR result_type = ${query.resultType ?? null})
      AND (${outcomeOf(query)}::jsonb IS NULL OR result @> ${outcomeOf(query)}::jsonb)
    ORDER BY ended_at, id LIMIT ${query.limit + 1}`
  return { found, next: lastShown(found, query.limit) ?? end ?? null }
}

function lastShown(found: readonly Place[], limit: number): Place | null {
  return found.length > limit ? (found[limit - 1] ?? null) : null
}

function outcomeOf({ outcome }: CallListQuery): string | null {
  return outcome === undefined ? null : JSON.stringify({ outcomes: [{ name: outcome }] })
}
