import type { Actor } from '@/domain/actor'
import { CURSOR_OF_TIME_AND_ID, type CursorScope, decodeCursor, encodeCursor } from '@/domain/page-cursor'
import { db } from '@/platform/db'
import type { ImportListQuery } from './import.schema'
import { type ImportSummary, importSummaryOf } from './import-summary'

/**
 * Lists the organization's imports, newest first.
 *
 * @throws VALIDATION_ERROR for a cursor of another list
 */
export async function listImports(
  actor: Actor,
  query: ImportListQuery,
): Promise<{ imports: ImportSummary[]; nextCursor: string | null }> {
  const scope: CursorScope = ['imports', actor.organizationId]
  const [ms, id] = query.cursor === undefined ? [] : decodeCursor(scope, query.cursor, CURSOR_OF_TIME_AND_ID)
  const createdAt = new Date(Number(ms))
  const rows = await db().import.findMany({
    where: {
      organizationId: actor.organizationId,
      ...(id !== undefined && { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] }),
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: query.limit + 1,
    include: { agent: { select: { name: true } } },
  })
  const page = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? page.at(-1) : undefined
  return {
    imports: page.map(importSummaryOf),
    nextCursor: last ? encodeCursor(scope, last.createdAt.getTime(), last.id) : null,
  }
}
