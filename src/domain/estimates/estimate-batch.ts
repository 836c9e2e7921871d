import type { Actor } from '@/domain/actor'
import { getAgent } from '@/domain/agents/get-agent'
import { findBatch } from '@/domain/batches/find-batch'
import type { Estimate } from '@/domain/capacity/estimate.schema'
import { estimateCalls } from '@/domain/capacity/estimate-calls'
import { groupsInWindows } from '@/domain/capacity/estimate-end.rules'
import { toPublicId } from '@/domain/ids'
import { nowMs } from '@/platform/clock'
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
  const groups = groupsInWindows(zones, bypass ? null : agent.callWindows)
  return estimateCalls(actor, agent, { groups, latestDueMs, share: batch.shareId }, nowMs())
}
