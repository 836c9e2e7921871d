import type { Actor } from '@/domain/actor'
import { getAgent } from '@/domain/agents/get-agent'
import type { Estimate } from '@/domain/capacity/estimate.schema'
import { estimateCalls } from '@/domain/capacity/estimate-calls'
import { groupsInWindows } from '@/domain/capacity/estimate-end.rules'
import { toPublicId } from '@/domain/ids'
import { findImport } from '@/domain/imports/find-import'
import { nowMs } from '@/platform/clock'
import { db } from '@/platform/db'
import { readOpenWork } from './read-open-work'

/**
 * Estimates when an import is done: what waits to be enrolled, and what of its batches is still to be called. Null for
 * one of which nothing is left, or that stands still.
 *
 * @throws IMPORT_NOT_FOUND
 */
export async function estimateImport(actor: Actor, importId: string): Promise<Estimate | null> {
  const found = await findImport(actor, importId)
  if (!['running', 'completed'].includes(found.status)) return null
  const open = await db().rows<{ id: string }>`
    SELECT batch.id FROM import_batches cut JOIN batches batch ON batch.id = cut.batch_id
    WHERE cut.import_id = ${importId}::uuid AND cut.organization_id = ${actor.organizationId}
      AND batch_is_open(batch.status) AND batch.paused_at IS NULL`
  const work = await readOpenWork(
    actor,
    open.map(({ id }) => id),
  )
  const left = work.open + found.waiting
  if (left === 0) return null
  const agent = await getAgent(actor, toPublicId('agent', found.agentId))
  const bypass = (found.options as { bypassAllowedCallWindow?: boolean }).bypassAllowedCallWindow === true
  // What is not enrolled yet is taken to be where the others are.
  const zones =
    work.zones.length > 0
      ? work.zones.map(({ timezone, calls }) => ({ timezone, calls: (calls / Math.max(1, work.open)) * left }))
      : [{ timezone: agent.timezones[0] ?? 'UTC', calls: left }]
  const groups = groupsInWindows(zones, bypass ? null : agent.callWindows)
  return estimateCalls(actor, agent, { groups, latestDueMs: work.latestDueMs, share: found.id }, nowMs())
}
