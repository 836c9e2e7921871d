import type { Actor } from '@/domain/actor'
import { toPublicId } from '@/domain/ids'
import { CURSOR_OF_TIME_AND_ID, type CursorScope, decodeCursor, encodeCursor } from '@/domain/page-cursor'
import { db, Prisma } from '@/platform/db'
import type { SequenceListQuery } from './list-sequences.schema'
import { readPersonNumber } from './read-person-number'
import type { ListedSequence, SequenceList } from './sequence-answer.schema'
import { LIFECYCLE_STATUSES } from './sequence-statuses.rules'

/** Before every id. */
const NO_ID = '00000000-0000-0000-0000-000000000000'

type Row = Omit<
  ListedSequence,
  'sequenceId' | 'agentId' | 'scheduledAt' | 'dueAt' | 'createdAt' | 'updatedAt' | 'endedAt' | 'chain'
> & {
  id: string
  agentUuid: string
  scheduledAt: Date
  dueAt: Date | null
  createdAt: Date
  updatedAt: Date
  endedAt: Date | null
  chainValue: string | null
  chainPosition: number | null
}

/**
 * Lists the organization's sequences in the order in which they changed last. Whoever reads all pages and goes on from
 * the last `updatedAt` misses nothing: what changes in between comes again, at the end. A sequence that does not exist
 * yet is listed as it will be.
 *
 * @throws VALIDATION_ERROR for a number that is none, or a cursor of another list
 */
export async function listSequences(actor: Actor, query: SequenceListQuery): Promise<SequenceList> {
  const phoneNumber = query.phoneNumber === undefined ? null : await readPersonNumber(actor, query.phoneNumber)
  const variables = query.variable && Object.keys(query.variable).length > 0 ? JSON.stringify(query.variable) : null
  const scope: CursorScope = [
    'sequences',
    actor.organizationId,
    phoneNumber ?? undefined,
    variables ?? undefined,
    query.lifecycleStatus,
    query.updatedSince,
    // At the end, and only if it is asked for: cursors that were given before there was the filter stay good.
    ...(query.externalId === undefined ? [] : [query.externalId]),
  ]
  const [ms, id] = query.cursor === undefined ? [] : decodeCursor(scope, query.cursor, CURSOR_OF_TIME_AND_ID)
  const after = {
    at: new Date(ms === undefined ? (query.updatedSince ?? 0) : Number(ms)),
    id: id ?? NO_ID,
    statuses: query.lifecycleStatus === undefined ? [...LIFECYCLE_STATUSES] : [query.lifecycleStatus],
    limit: query.limit + 1,
  }
  const asked = { phoneNumber, variables, externalId: query.externalId ?? null }
  const picked = Object.values(asked).every((value) => value === null)
    ? pickByStatus(actor, after)
    : pickByContact(actor, after, asked)
  const rows = await db().rows<Row>`
    WITH picked AS (${picked})
    SELECT contact.id, contact.batch_id AS "batchId", batch.agent_id AS "agentUuid", batch.test, contact.index, contact.name,
      contact.phone_number AS "phoneNumber", contact.phone_number_ext AS "phoneNumberExt",
      coalesce(contact.phone_number_written, contact.phone_number) AS "phoneNumberWritten", contact.external_id AS "externalId", contact.timezone,
      contact.scheduled_at AS "scheduledAt", sequence.due_at AS "dueAt",
      coalesce(sequence.status, first_status(contact.chain_position)) AS "lifecycleStatus",
      coalesce(sequence.held, batch.paused_at IS NOT NULL) AS paused, contact.variables AS "customInputVariables",
      chain.value AS "chainValue", contact.chain_position AS "chainPosition",
      sequence_result(sequence.status, sequence.best_result, sequence.last_result_type) AS result,
      sequence.last_result_type AS "lastResultType", sequence.cancel_reason AS "cancelReason",
      coalesce(sequence.created_at, batch.created_at) AS "createdAt", picked.at AS "updatedAt",
      sequence.ended_at AS "endedAt"
    FROM picked
    JOIN contacts contact ON contact.id = picked.id
    JOIN batches batch ON batch.id = contact.batch_id
    LEFT JOIN sequences sequence ON sequence.id = contact.id
    LEFT JOIN chains chain ON chain.id = contact.chain_id
    WHERE contact.organization_id = ${actor.organizationId}
    ORDER BY picked.at, picked.id`
  const page = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? page.at(-1) : undefined
  return {
    sequences: page.map(toListed),
    nextCursor: last ? encodeCursor(scope, last.updatedAt.getTime(), last.id) : null,
  }
}

type After = { at: Date; id: string; statuses: readonly string[]; limit: number }

/** Takes a page of each state by its index, and then the first of all. */
function pickByStatus({ organizationId }: Actor, { at, id, statuses, limit }: After): Prisma.Sql {
  return Prisma.sql`
    SELECT * FROM (
      SELECT page.* FROM unnest(${statuses}::text[]) AS wanted(status) CROSS JOIN LATERAL (
        SELECT sequences.id, updated_at AS at FROM sequences
        WHERE organization_id = ${organizationId} AND sequences.status = wanted.status
          AND (updated_at, sequences.id) > (${at}::timestamptz, ${id}::uuid)
        ORDER BY updated_at, sequences.id LIMIT ${limit}) page
      UNION ALL
      (SELECT contact.id, batch.created_at FROM batches batch JOIN contacts contact ON contact.batch_id = batch.id
      WHERE batch.status = 'accepted' AND batch.organization_id = ${organizationId}
        AND first_status(contact.chain_position) = ANY(${statuses}::text[])
        AND (batch.created_at, contact.id) > (${at}::timestamptz, ${id}::uuid)
        AND NOT EXISTS (SELECT FROM sequences WHERE sequences.id = contact.id)
      ORDER BY batch.created_at, contact.id LIMIT ${limit})
    ) each ORDER BY at, id LIMIT ${limit}`
}

function pickByContact(
  { organizationId }: Actor,
  { at, id, statuses, limit }: After,
  {
    phoneNumber,
    variables,
    externalId,
  }: { phoneNumber: string | null; variables: string | null; externalId: string | null },
): Prisma.Sql {
  const byNumber = phoneNumber === null ? Prisma.empty : Prisma.sql`AND contact.phone_number = ${phoneNumber}`
  const byVariable = variables === null ? Prisma.empty : Prisma.sql`AND contact.variables @> ${variables}::jsonb`
  const byExternalId = externalId === null ? Prisma.empty : Prisma.sql`AND contact.external_id = ${externalId}`
  return Prisma.sql`
    SELECT * FROM (
      SELECT contact.id, coalesce(sequence.updated_at, batch.created_at) AS at
      FROM contacts contact
      JOIN batches batch ON batch.id = contact.batch_id
      LEFT JOIN sequences sequence ON sequence.id = contact.id
      WHERE contact.organization_id = ${organizationId} ${byNumber} ${byVariable} ${byExternalId}
        AND coalesce(sequence.status, first_status(contact.chain_position)) = ANY(${statuses}::text[])
    ) each
    WHERE (at, id) > (${at}::timestamptz, ${id}::uuid) ORDER BY at, id LIMIT ${limit}`
}

function toListed({ id, agentUuid, chainValue, chainPosition, ...row }: Row): ListedSequence {
  return {
    ...row,
    sequenceId: toPublicId('sequence', id),
    agentId: toPublicId('agent', agentUuid),
    scheduledAt: row.scheduledAt.toISOString(),
    dueAt: row.dueAt?.toISOString() ?? null,
    chain: chainValue === null || chainPosition === null ? null : { value: chainValue, position: chainPosition },
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  }
}
