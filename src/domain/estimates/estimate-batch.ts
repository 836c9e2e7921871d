import type { Actor } from '@/domain/actor'
import { getAgent } from '@/domain/agents/get-agent'
import { findBatch } from '@/domain/batches/find-batch'
import { toPublicId } from '@/domain/ids'
import { nowMs } from '@/platform/clock'
import { type Estimate, estimateCalls } from './estimate-calls'
import { readOpenWork } from './read-open-work'

/**
 * Estimates when a batch is done; null for one that has ended, is paused, or whose creation has failed.
 *
 * @throws BATCH_NOT_FOUND
 */
export async function estimateBatch(actor: Actor, batchId: string): Promise<Estimate | null> {
  const batch = await findBatch(actor, batchId)
  if (!['accepted', 'active'].includes(batch.status) || batch.pausedAt !== null) return null
  const agent = await getAgent(actor, toPublicId('agent', batch.agentId))
  const bypass = (batch.options as { bypassAllowedCallWindow?: boolean }).bypassAllowedCallWindow === true
  const { zones, latestDueMs } = await readOpenWork(actor, [batch.id])
  return estimateCalls(actor, agent, { zones, latestDueMs, share: batch.shareId, bypass }, nowMs())
}
