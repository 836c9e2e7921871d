import type { Actor } from '@/domain/actor'
import type { AgentDetail } from '@/domain/agents/get-agent'
import { parsePublicId } from '@/domain/ids'
import { db } from '@/platform/db'
import type { CallingPower, CallsToMake } from './estimate-end.rules'
import { estimateEnd } from './estimate-end.rules'

/** When something is done, as far as one can tell. */
export type Estimate = {
  /** When the first call of each contact will have ended; null where that cannot be told. */
  endsAt: string | null
  lines: number
  /** How long a call of this agent takes, by its last ones; a minute and a half before it has called. */
  callSeconds: number
  /** The agent may call again after the first call, which is not in the estimate. */
  hasLaterCalls: boolean
}

const CALL_SECONDS_ASSUMED = 90
/** Of the calls of the organization that ended last, those of the agent tell how long one takes. */
const CALLS_LOOKED_AT = 2_000
/** How many planned calls of an agent are looked at to tell what is ahead. */
const PLANNED_LOOKED_AT = 100_000

/** Returns how long the agent's calls take, in seconds. */
async function readCallSeconds(actor: Actor, agentUuid: string): Promise<number> {
  const [lately] = await db().rows<{ seconds: number }>`
    SELECT coalesce(avg(extract(epoch FROM ended_at - placed_at)), ${CALL_SECONDS_ASSUMED}::int)::float8 AS seconds FROM (
      SELECT agent_id, placed_at, ended_at FROM calls
      WHERE organization_id = ${actor.organizationId} AND ended_at IS NOT NULL
      ORDER BY ended_at DESC, id DESC LIMIT ${CALLS_LOOKED_AT}) lately
    WHERE agent_id = ${agentUuid}::uuid AND placed_at < ended_at`
  return Math.max(1, lately?.seconds ?? CALL_SECONDS_ASSUMED)
}

/** Counts the planned calls of an agent that get lines in turn with `own` calls of a share: of each at most as many. */
async function countAhead(actor: Actor, agentUuid: string, shareId: string | null, own: number): Promise<number> {
  const [ahead] = await db().rows<{ calls: number }>`
    SELECT coalesce(sum(least(calls, ${own}::int)), 0)::int AS calls FROM (
      SELECT share_id, count(*)::int AS calls FROM (
        SELECT share_id FROM sequences
        WHERE agent_id = ${agentUuid}::uuid AND step_type = 'CALL' AND due_at IS NOT NULL AND NOT held
          AND due_at < now() + interval '1 day'
        LIMIT ${PLANNED_LOOKED_AT}) planned
      WHERE share_id IS DISTINCT FROM ${shareId}::uuid
      GROUP BY share_id) share
    WHERE EXISTS (SELECT FROM agents WHERE id = ${agentUuid}::uuid AND organization_id = ${actor.organizationId})`
  return ahead?.calls ?? 0
}

/**
 * Estimates when calls of an agent will have ended, with what else it has to do.
 *
 * @param share what the calls share lines as; null where they are not enrolled yet
 */
export async function estimateCalls(
  actor: Actor,
  agent: AgentDetail,
  work: Omit<CallsToMake, 'ahead'> & { share: string | null; bypass: boolean },
  nowMs: number,
): Promise<Estimate> {
  const agentUuid = parsePublicId('agent', agent.agentId) ?? ''
  const own = work.zones.reduce((sum, { calls }) => sum + calls, 0)
  const [callSeconds, ahead] = await Promise.all([
    readCallSeconds(actor, agentUuid),
    countAhead(actor, agentUuid, work.share, own),
  ])
  const power: CallingPower = {
    lines: agent.lines,
    callMs: callSeconds * 1_000,
    windows: work.bypass ? null : agent.callWindows,
  }
  const endMs = estimateEnd({ zones: work.zones, latestDueMs: work.latestDueMs, ahead }, power, nowMs)
  return {
    endsAt: endMs === null ? null : new Date(endMs).toISOString(),
    lines: agent.lines,
    callSeconds: Math.round(callSeconds),
    hasLaterCalls: agent.steps.filter(({ stepType }) => stepType === 'CALL').length > 1,
  }
}
