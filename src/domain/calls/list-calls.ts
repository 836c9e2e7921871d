import type { Actor } from '@/domain/actor'
import { findBatch } from '@/domain/batches/find-batch'
import { parsePublicId } from '@/domain/ids'
import { CURSOR_OF_TIME_AND_ID, type CursorScope, decodeCursor, encodeCursor } from '@/domain/page-cursor'
import { findRareOutcome } from '@/domain/results/find-rare-outcome'
import { db, Prisma } from '@/platform/db'
import type { CallList } from './call-answer.schema'
import type { CallListQuery } from './call-list.schema'
import { readCalls } from './read-calls'

/** How many calls one request looks at, whatever its filters: it takes as long however many calls there are. */
const SCANNED_MAX = 20_000
/** How many before it asks whether there are many at all. */
const SCANNED_FIRST = 1_000
/** An agent with as many calls has few. */
const FEW_MAX = 1_000

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
      AND (call.ended_at, call.id) > (${from.at}::timestamptz, ${from.id}::uuid) AND ${isMeant(query, agent)}
    ORDER BY call.ended_at, call.id LIMIT ${query.limit + 1}`
  return { found, next: lastShown(found, query.limit) }
}

/**
 * Of all batches. Calls with a result are in order in an index. Those with an outcome, or of an agent, are in an index
 * too, without their order: it tells who is meant when they are few, and when they are many a page is full soon.
 */
async function findInAll(actor: Actor, query: CallListQuery, agent: string | null, from: From): Promise<Found> {
  if (agent === null && query.outcome === undefined) {
    return findWithin(actor, query, agent, from, query.resultType === undefined ? SCANNED_MAX : null)
  }
  const near = await findWithin(actor, query, agent, from, SCANNED_FIRST)
  if (near.found.length > query.limit || near.next === null) return near
  const few = await findFew(actor, query, agent)
  if (few === null) return findWithin(actor, query, agent, from, SCANNED_MAX)
  // OFFSET 0 has them looked up by their ids: for their order the planner would go through all others.
  const found = await db().rows<Place>`
    SELECT call.id, call.ended_at AS ended FROM (SELECT * FROM calls WHERE id = ANY(${few}::uuid[]) OFFSET 0) call
    WHERE call.organization_id = ${actor.organizationId}
      AND (call.ended_at, call.id) > (${from.at}::timestamptz, ${from.id}::uuid) AND ${isMeant(query, agent)}
    ORDER BY call.ended_at, call.id LIMIT ${query.limit + 1}`
  return { found, next: lastShown(found, query.limit) }
}

/** Returns the ids of all calls that can be meant, in no order; null when they are many. */
async function findFew(actor: Actor, { outcome }: CallListQuery, agent: string | null): Promise<string[] | null> {
  const rare = outcome === undefined ? null : await findRareOutcome(actor, outcome)
  if (rare !== null || agent === null) return rare?.calls ?? null
  const rows = await db().rows<{ id: string }>`
    SELECT id FROM calls WHERE agent_id = ${agent}::uuid LIMIT ${FEW_MAX + 1}`
  return rows.length > FEW_MAX ? null : rows.map(({ id }) => id)
}

/** Through the next `scanned` calls, of those with a result that is asked for, and no further. */
async function findWithin(
  actor: Actor,
  query: CallListQuery,
  agent: string | null,
  from: From,
  scanned: number | null,
): Promise<Found> {
  const inOrder = Prisma.sql`call.organization_id = ${actor.organizationId}
    AND (call.ended_at, call.id) > (${from.at}::timestamptz, ${from.id}::uuid) AND ${hasEnded(query)}`
  const [end] =
    scanned === null
      ? []
      : await db().rows<Place>`
          SELECT call.id, call.ended_at AS ended FROM calls call WHERE ${inOrder}
          ORDER BY call.ended_at, call.id OFFSET ${scanned - 1} LIMIT 1`
  const last = end ?? { ended: new Date(8_640_000_000_000), id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }
  const found = await db().rows<Place>`
    SELECT call.id, call.ended_at AS ended FROM calls call WHERE ${inOrder}
      AND (call.ended_at, call.id) <= (${last.ended}::timestamptz, ${last.id}::uuid) AND ${isMeant(query, agent)}
    ORDER BY call.ended_at, call.id LIMIT ${query.limit + 1}`
  return { found, next: lastShown(found, query.limit) ?? end ?? null }
}

/** The conditions of a filter on `call`. */
function isMeant(query: CallListQuery, agent: string | null): Prisma.Sql {
  const outcome = query.outcome === undefined ? null : JSON.stringify({ outcomes: [{ name: query.outcome }] })
  return Prisma.sql`${hasEnded(query)} AND call.result_type IS NOT NULL
    AND (${agent}::uuid IS NULL OR call.agent_id = ${agent}::uuid)
    AND (${outcome}::jsonb IS NULL OR call.result @> ${outcome}::jsonb)`
}

/** That `call` has ended, and with the result that is asked for, as an index of the order has it. */
function hasEnded({ resultType }: CallListQuery): Prisma.Sql {
  return resultType === undefined
    ? Prisma.sql`call.ended_at IS NOT NULL`
    : Prisma.sql`call.ended_at IS NOT NULL AND call.result_type = ${resultType}`
}

function lastShown(found: readonly Place[], limit: number): Place | null {
  return found.length > limit ? (found[limit - 1] ?? null) : null
}
