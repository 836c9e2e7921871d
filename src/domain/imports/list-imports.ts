import type { Actor } from '@/domain/actor'
import { countImportProgress, type Progress } from '@/domain/batches/count-progress'
import { literally, whereListed } from '@/domain/batches/where-listed'
import {
  CURSOR_OF_TIME_AND_ID as CURSOR_OF_AMOUNT_AND_ID,
  type CursorScope,
  decodeCursor,
  encodeCursor,
} from '@/domain/page-cursor'
import { db, type Prisma } from '@/platform/db'
import type { ImportListQuery } from './import.schema'
import { type ImportSummary, importSummaryOf } from './import-summary'

/** An import in a list: with how far the contacts of all its batches are. */
export type ListedImport = ImportSummary & { progress: Progress }

/**
 * Lists the organization's imports, newest first unless another order is asked for.
 *
 * @throws VALIDATION_ERROR for a cursor of another list
 */
export async function listImports(
  actor: Actor,
  query: ImportListQuery,
): Promise<{ imports: ListedImport[]; nextCursor: string | null }> {
  const { agentId, status, search, createdBy, since, until, tests, sort = 'newest' } = query
  const scope: CursorScope = [
    ...(['imports', actor.organizationId, agentId, status] as const),
    ...[search, createdBy, since, until, String(tests), sort],
  ]
  const listed = whereListed(actor, query)
  if (listed === null) return { imports: [], nextCursor: null }
  const where: Prisma.ImportWhereInput[] = [listed]
  if (status !== undefined) where.push({ status })
  if (search !== undefined) where.push({ fileName: { contains: literally(search), mode: 'insensitive' } })
  const isOldest = sort === 'oldest'
  const after = <T>(value: T) => (isOldest ? { gt: value } : { lt: value })
  if (query.cursor !== undefined) {
    const [amount, id = ''] = decodeCursor(scope, query.cursor, CURSOR_OF_AMOUNT_AND_ID)
    const key = sort === 'largest' ? { rows: Number(amount) } : { createdAt: new Date(Number(amount)) }
    const beyond = sort === 'largest' ? { rows: after(Number(amount)) } : { createdAt: after(new Date(Number(amount))) }
    where.push({ OR: [beyond, { ...key, id: after(id) }] })
  }
  const direction = isOldest ? 'asc' : 'desc'
  const rows = await db().import.findMany({
    where: { AND: where },
    orderBy: [sort === 'largest' ? { rows: direction } : { createdAt: direction }, { id: direction }],
    take: query.limit + 1,
    include: { agent: { select: { name: true } } },
  })
  const page = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? page.at(-1) : undefined
  const ids = page.map((row) => row.id)
  const progress = ids.length === 0 ? undefined : await countImportProgress(actor, ids)
  return {
    imports: page.map((row) => ({
      ...importSummaryOf(row),
      progress: progress?.get(row.id) ?? { done: 0, reached: 0 },
    })),
    nextCursor: last ? encodeCursor(scope, sort === 'largest' ? last.rows : last.createdAt.getTime(), last.id) : null,
  }
}
