import type { Actor } from '@/domain/actor'
import { CURSOR_OF_TIME_AND_ID, type CursorScope, decodeCursor, encodeCursor } from '@/domain/page-cursor'
import { db } from '@/platform/db'
import type { AuditFilter, AuditListQuery } from './audit.schema'

export type AuditLine = {
  id: string
  at: string
  /** user, apiKey, system, or anonymous */
  actorKind: string
  actorId: string | null
  actorName: string | null
  action: string
  objectKind: string | null
  objectId: string | null
  objectName: string | null
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  details: Record<string, unknown>
  address: string | null
  requestId: string | null
}

type Row = Omit<AuditLine, 'at' | 'before' | 'after' | 'details'> & {
  at: Date
  before: unknown
  after: unknown
  details: unknown
}

/**
 * Lists the organization's audit log, newest first.
 *
 * @throws VALIDATION_ERROR for a cursor of another list or with other filters
 */
export async function listAuditEntries(
  actor: Actor,
  { cursor, limit, ...filter }: AuditListQuery,
): Promise<{ entries: AuditLine[]; nextCursor: string | null }> {
  const { actorId, action, objectKind, objectId, since, until } = filter
  const scope: CursorScope = ['audit', actor.organizationId, actorId, action, objectKind, objectId, since, until]
  const [ms, id] = cursor === undefined ? [] : decodeCursor(scope, cursor, CURSOR_OF_TIME_AND_ID)
  const before = id === undefined ? null : { at: new Date(Number(ms)), id }
  const lines = await readAuditLines(actor, filter, before, limit + 1)
  const page = lines.slice(0, limit)
  const last = lines.length > limit ? page.at(-1) : undefined
  return { entries: page, nextCursor: last ? encodeCursor(scope, Date.parse(last.at), last.id) : null }
}

/** Reads lines from a place in the log backwards. */
export async function readAuditLines(
  actor: Actor,
  filter: AuditFilter,
  before: { at: Date; id: string } | null,
  limit: number,
): Promise<AuditLine[]> {
  const { actorId = null, action = null, objectKind = null, objectId = null, since = null, until = null } = filter
  // The planner knows the values, and leaves out what is asked of nothing.
  const rows = await db().rows<Row>`
    SELECT id, at, actor_kind AS "actorKind", actor_id AS "actorId", actor_name AS "actorName", action,
      object_kind AS "objectKind", object_id AS "objectId", object_name AS "objectName", before, after, details,
      address, request_id AS "requestId"
    FROM audit_log
    WHERE organization_id = ${actor.organizationId}
      AND (${actorId}::text IS NULL OR actor_id = ${actorId})
      AND (${action}::text IS NULL OR action = ${action})
      AND (${objectKind}::text IS NULL OR object_kind = ${objectKind})
      AND (${objectId}::text IS NULL OR object_id = ${objectId})
      AND (${since}::timestamptz IS NULL OR at >= ${since}::timestamptz)
      AND (${until}::timestamptz IS NULL OR at < ${until}::timestamptz)
      AND (${before?.id ?? null}::uuid IS NULL OR (at, id) < (${before?.at ?? null}::timestamptz, ${before?.id ?? null}::uuid))
    ORDER BY at DESC, id DESC LIMIT ${limit}`
  return rows.map((row) => ({
    ...row,
    at: row.at.toISOString(),
    before: row.before as AuditLine['before'],
    after: row.after as AuditLine['after'],
    details: row.details as AuditLine['details'],
  }))
}
