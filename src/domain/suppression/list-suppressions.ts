import type { Actor } from '@/domain/actor'
import { toPublicId } from '@/domain/ids'
import { type CursorScope, decodeCursor, encodeCursor } from '@/domain/page-cursor'
import { readPersonNumber } from '@/domain/sequences/read-person-number'
import { db, Prisma } from '@/platform/db'
import { findList } from './find-list'
import { agentsOf } from './find-suppressions'
import { storedNumbers } from './stored-numbers'
import type { SuppressionListQuery } from './suppression.schema'
import type { ListedSuppression, ListedSuppressions } from './suppression-answer.schema'
import type { EntrySource, ListKind } from './suppression-limits.rules'

/** Of the moment and the number, or the list for a number on several. */
const CURSOR = /^(\d{1,14}) ([+#][0-9a-f]{1,64})$/

type Row = {
  phoneNumber: string
  listId: string
  listName: string
  kind: ListKind
  since: Date
  until: Date | null
  reason: string | null
  source: EntrySource
  addedBy: string
  ofList: string[]
  ofEntry: string[]
}

/**
 * Lists entries that hold, newest first: of one number on all lists (there are fifty at most), or of a list, the built-in
 * one unless another is named.
 *
 * @throws VALIDATION_ERROR for a text that is not one number or a cursor of another list, SUPPRESSION_LIST_NOT_FOUND
 */
export async function listSuppressions(actor: Actor, query: SuppressionListQuery): Promise<ListedSuppressions> {
  const { limit, cursor } = query
  const phoneNumber = query.phoneNumber === undefined ? null : await readPersonNumber(actor, query.phoneNumber)
  const ofAll = phoneNumber !== null && query.list === undefined
  const listId = ofAll ? null : (await findList(actor, query.list)).id
  const scope: CursorScope = ['suppressions', actor.organizationId, phoneNumber ?? undefined, listId ?? undefined]
  const [ms, number] = cursor === undefined ? [] : decodeCursor(scope, cursor, CURSOR)
  const before = { at: ms === undefined ? new Date('9999-01-01') : new Date(Number(ms)), number: number ?? '' }
  const chosen = phoneNumber === null ? ofList(listId ?? '', before) : ofNumber(actor, phoneNumber, listId)
  const rows = await db().rows<Row>`
    SELECT entry.phone_number AS "phoneNumber", list.id AS "listId", list.name AS "listName", list.kind, entry.since,
      entry.until, entry.reason, entry.source, entry.added_by AS "addedBy", list.agent_ids AS "ofList",
      entry.agent_ids AS "ofEntry"
    FROM suppression_entries entry JOIN suppression_lists list ON list.id = entry.list_id
      AND list.generation = entry.generation AND list.deleted_at IS NULL
    WHERE list.organization_id = ${actor.organizationId} AND entry.organization_id = ${actor.organizationId} AND ${chosen}
      AND (entry.until IS NULL OR entry.until > now())
    ORDER BY entry.since DESC, entry.phone_number DESC LIMIT ${limit + 1}`
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    suppressions: page.map(toListed),
    nextCursor: last ? encodeCursor(scope, last.since.getTime(), last.phoneNumber) : null,
  }
}

/** A number of the organization, and of its hash once the person was erased. */
function ofNumber({ organizationId }: Actor, phoneNumber: string, listId: string | null): Prisma.Sql {
  return Prisma.sql`(${listId}::uuid IS NULL OR list.id = ${listId}::uuid)
    AND entry.phone_number IN (SELECT stored FROM (${storedNumbers([{ organizationId, phoneNumber }])}) AS own)`
}

function ofList(listId: string, before: { at: Date; number: string }): Prisma.Sql {
  return Prisma.sql`list.id = ${listId}::uuid AND entry.list_id = ${listId}::uuid
    AND (entry.since, entry.phone_number) < (${before.at}::timestamptz, ${before.number}::text)`
}

function toListed(row: Row): ListedSuppression {
  const { phoneNumber, listId, listName, kind, since, until, reason, source, addedBy } = row
  const agentIds = agentsOf(row)
  return {
    phoneNumber: phoneNumber.startsWith('#') ? null : phoneNumber,
    list: { listId, name: listName, kind },
    since: since.toISOString(),
    until: until?.toISOString() ?? null,
    reason,
    source,
    addedBy,
    agentIds: agentIds?.map((id) => toPublicId('agent', id)) ?? null,
  }
}
