import type { Actor } from '@/domain/actor'
import { parsePublicId, toPublicId } from '@/domain/ids'
import { CURSOR_OF_TIME_AND_ID, type CursorScope, decodeCursor, encodeCursor } from '@/domain/page-cursor'
import { db, type Prisma } from '@/platform/db'
import type { BatchListQuery, BatchStatus } from './batch.schema'
import { batchStatusOf } from './batch-status.rules'

export type BatchSummary = {
  batchId: string
  agentId: string
  agentName: string
  name: string | null
  metadata: Record<string, string>
  status: BatchStatus
  source: string
  createdAt: string
  createdBy: string
  total: number
  accepted: number
  rejected: number
  chains: number
}

/**
 * Lists the organization's batches, newest first.
 *
 * @throws VALIDATION_ERROR for a cursor of another list
 */
export async function listBatches(
  actor: Actor,
  query: BatchListQuery,
): Promise<{ batches: BatchSummary[]; nextCursor: string | null }> {
  const scope: CursorScope = ['batches', actor.organizationId, query.agentId, query.status]
  const where: Prisma.BatchWhereInput[] = [{ organizationId: actor.organizationId }]
  if (query.agentId !== undefined) {
    const agentId = parsePublicId('agent', query.agentId)
    if (!agentId) return { batches: [], nextCursor: null }
    where.push({ agentId })
  }
  if (query.status !== undefined) where.push(whereStatus(query.status))
  if (query.cursor !== undefined) {
    const [ms, id] = decodeCursor(scope, query.cursor, CURSOR_OF_TIME_AND_ID)
    const createdAt = new Date(Number(ms))
    where.push({ OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id as string } }] })
  }
  const rows = await db().batch.findMany({
    where: { AND: where },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: query.limit + 1,
    include: { agent: { select: { name: true } } },
  })
  const page = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? page.at(-1) : undefined
  return {
    batches: page.map((row) => ({
      batchId: row.id,
      agentId: toPublicId('agent', row.agentId),
      agentName: row.agent.name,
      name: row.name,
      metadata: row.metadata as Record<string, string>,
      status: batchStatusOf(row.status, row.pausedAt),
      source: row.source,
      createdAt: row.createdAt.toISOString(),
      createdBy: row.createdBy,
      total: row.total,
      accepted: row.accepted,
      rejected: row.rejected,
      chains: row.chains,
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
