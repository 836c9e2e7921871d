import type { Actor } from '@/domain/actor'
import { CURSOR_OF_ID, type CursorScope, decodeCursor, encodeCursor } from '@/domain/page-cursor'
import { db, Prisma } from '@/platform/db'
import type { RequestLogQuery } from './api-key.schema'
import { findKey } from './find-key'

export type LoggedRequest = {
  id: string
  requestId: string
  door: 'rest' | 'trpc'
  method: string
  /** Without its query. */
  path: string
  status: number
  durationMs: number
  at: string
}

type Row = Omit<LoggedRequest, 'at' | 'door'> & { door: string; at: Date }

/**
 * Lists the requests of a key, newest first: of the last 30 days, and the last 100,000 at most. A request shows a
 * second or two after its answer.
 *
 * @throws KEY_NOT_FOUND, VALIDATION_ERROR for a cursor of another list
 */
export async function listRequests(
  actor: Actor,
  query: RequestLogQuery,
): Promise<{ requests: LoggedRequest[]; nextCursor: string | null }> {
  const { keyId } = await findKey(db(), actor, query.keyId)
  const scope: CursorScope = ['requests', actor.organizationId, keyId, query.requestId]
  const [after] = query.cursor === undefined ? [] : decodeCursor(scope, query.cursor, CURSOR_OF_ID)
  const sought = query.requestId ? Prisma.sql`AND starts_with(request_id, ${query.requestId})` : Prisma.empty
  const before = after ? Prisma.sql`AND id < ${after}::uuid` : Prisma.empty
  const rows = await db().rows<Row>`
    SELECT id, request_id AS "requestId", door, method, path, status, duration_ms AS "durationMs", at
    FROM request_log
    WHERE api_key_id = ${keyId}::uuid AND organization_id = ${actor.organizationId} ${sought} ${before}
    ORDER BY id DESC LIMIT ${query.limit + 1}`
  const page = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? page.at(-1) : undefined
  return {
    requests: page.map((row) => ({ ...row, door: row.door as LoggedRequest['door'], at: row.at.toISOString() })),
    nextCursor: last ? encodeCursor(scope, last.id) : null,
  }
}
