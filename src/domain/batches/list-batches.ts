import type { Actor } from '@/domain/actor'
import { toPublicId } from '@/domain/ids'
import { CURSOR_OF_TIME_AND_ID, type CursorScope, decodeCursor, encodeCursor } from '@/domain/page-cursor'
import { db, type Prisma } from '@/platform/db'
import type { BatchListQuery, BatchSource, BatchStatus } from './batch.schema'
import { batchStatusOf } from './batch-status.rules'
import { countProgress, type Progress } from './count-progress'
import { literally, whereListed } from './where-listed'

export type BatchSummary = {
  batchId: string
  agentId: string
  agentName: string
  name: string | null
  metadata: Record<string, string>
  /** To try an agent out; it counts in no figure. */
  test: boolean
  status: BatchStatus
  source: BatchSource
  createdAt: string
  createdBy: string
  total: number
  accepted: number
  rejected: number
  chains: number
  /** Of its accepted contacts. */
  progress: Progress
}

/**
 * Lists the organization's batches, newest first unless another order is asked for.
 *
 * @throws VALIDATION_ERROR for a cursor of another list
 */
export async function listBatches(
  actor: Actor,
  query: BatchListQuery,
): Promise<{ batches: BatchSummary[]; nextCursor: string | null }> {
  const { agentId, status, source, search, createdBy, since, until, tests, outsideImports, sort = 'newest' } = query
  const scope: CursorScope = [
    ...(['batches', actor.organizationId, agentId, status] as const),
    ...[source, search, createdBy, since, until, String(tests), outsideImports ? 'outside' : undefined, sort],
  ]
  const listed = whereListed(actor, query)
  if (listed === null) return { batches: [], nextCursor: null }
  const where: Prisma.BatchWhereInput[] = [listed]
  if (status !== undefined) where.push(whereStatus(status))
  if (source !== undefined) where.push({ source })
  if (outsideImports) where.push({ source: { not: 'import' } })
  if (search !== undefined) where.push({ name: { contains: literally(search), mode: 'insensitive' } })
  const isNewest = sort === 'newest'
  if (query.cursor !== undefined) {
    const [ms, id = ''] = decodeCursor(scope, query.cursor, CURSOR_OF_TIME_AND_ID)
    const createdAt = new Date(Number(ms))
    const after = <T>(value: T) => (isNewest ? { lt: value } : { gt: value })
    where.push({ OR: [{ createdAt: after(createdAt) }, { createdAt, id: after(id) }] })
  }
  const direction = isNewest ? 'desc' : 'asc'
  const rows = await db().batch.findMany({
    where: { AND: where },
    orderBy: [{ createdAt: direction }, { id: direction }],
    take: query.limit + 1,
    include: { agent: { select: { name: true } } },
  })
  const page = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? page.at(-1) : undefined
  const ids = page.map((row) => row.id)
  const progress = ids.length === 0 ? undefined : await countProgress(actor, ids)
  return {
    batches: page.map((row) => ({
      batchId: row.id,
      agentId: toPublicId('agent', row.agentId),
      agentName: row.agent.name,
      name: row.name,
      metadata: row.metadata as Record<string, string>,
      test: row.test,
      status: batchStatusOf(row.status, row.pausedAt),
      source: row.source as BatchSource,
      createdAt: row.createdAt.toISOString(),
      createdBy: row.createdBy,
      total: row.total,
      accepted: row.accepted,
      rejected: row.rejected,
      chains: row.chains,
      progress: progress?.get(row.id) ?? { done: 0, reached: 0 },
    })),
    nextCursor: last ? encodeCursor(scope, last.createdAt.getTime(), last.id) : null,
  }
}

/** Returns the database condition for a public status. It is the inverse of `batchStatusOf`. */
function whereStatus(status: BatchStatus): Prisma.BatchWhereInput {
  if (status === 'paused') return { status: { in: ['accepted', 'active'] }, pausedAt: { not: null } }
  if (status === 'accepted' || status === 'active') return { status, pausedAt: null }
  return { status }
}
