import type { Actor } from '@/domain/actor'
import { toPublicId } from '@/domain/ids'
import { LIFECYCLE_STATUSES, type LifecycleStatus } from '@/domain/sequences/sequence.schema'
import { db } from '@/platform/db'
import type { BatchStatus } from './batch.schema'
import { batchStatusOf } from './batch-status.rules'
import { findBatch } from './find-batch'

export type BatchDetail = {
  batchId: string
  agentId: string
  agentName: string
  status: BatchStatus
  source: string
  createdAt: string
  createdBy: string
  finishedAt: string | null
  /** Why the background gave up, for people; null otherwise. */
  failureReason: string | null
  total: number
  accepted: number
  rejected: number
  /** All zero until the background has created the sequences; their sum is `accepted` afterwards. */
  sequences: Record<LifecycleStatus, number>
  chains: number
  /** Sequences by the result of their last call; only those that were called. */
  results: Record<string, number>
  credits: { reserved: number; spent: number; released: number }
}

/** @throws BATCH_NOT_FOUND */
export async function getBatch(actor: Actor, batchId: string): Promise<BatchDetail> {
  const batch = await findBatch(actor, batchId)
  const { organizationId } = actor
  const [counts, results, movements] = await Promise.all([
    db().sequence.groupBy({ by: ['status'], where: { batchId, organizationId }, _count: true }),
    db().sequence.groupBy({
      by: ['lastResultType'],
      where: { batchId, organizationId, lastResultType: { not: null } },
      _count: true,
    }),
    db().creditLedgerEntry.groupBy({ by: ['kind'], where: { batchId, organizationId }, _sum: { amount: true } }),
  ])
  const sequences = Object.fromEntries(LIFECYCLE_STATUSES.map((status) => [status, 0])) as Record<
    LifecycleStatus,
    number
  >
  for (const count of counts) sequences[count.status as LifecycleStatus] = count._count
  const booked = (kind: string) => movements.find((movement) => movement.kind === kind)?._sum.amount ?? 0
  const [spent, released] = [booked('spend'), booked('release')]
  return {
    batchId: batch.id,
    agentId: toPublicId('agent', batch.agentId),
    agentName: batch.agent.name,
    status: batchStatusOf(batch.status, batch.pausedAt),
    source: batch.source,
    createdAt: batch.createdAt.toISOString(),
    createdBy: batch.createdBy,
    finishedAt: batch.finishedAt?.toISOString() ?? null,
    failureReason: batch.failureReason,
    total: batch.total,
    accepted: batch.accepted,
    rejected: batch.rejected,
    sequences,
    chains: batch.chains,
    results: Object.fromEntries(results.map((result) => [result.lastResultType, result._count])),
    credits: { reserved: booked('reservation') - spent - released, spent, released },
  }
}
