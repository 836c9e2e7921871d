import type { Actor } from '@/domain/actor'
import type { AgentDetail } from '@/domain/agents/get-agent'
import { parsePublicId } from '@/domain/ids'
import { db } from '@/platform/db'
import type { Estimate } from './estimate.schema'
import { type CallingPower, type CallsToMake, estimateEnd, hoursNeeded } from './estimate-end.rules'

/** How long a call is taken to be of an agent that has made none. */
export const CALL_SECONDS_ASSUMED = 90
/** Of the calls of the organization that ended last, those of the agent tell how long one takes. */
const CALLS_LOOKED_AT = 2_000
/** How many planned calls of an agent are looked at to tell what is ahead. */
const PLANNED_LOOKED_AT = 100_000

/** Returns how long the agent's calls take, in seconds, and of how many that is the mean. */
async function readCallSeconds(actor: Actor, agentUuid: string): Promise<{ seconds: number; calls: number }> {
  const [lately] = await db().rows<{ seconds: number | null; calls: number }>`
    SELECT avg(extract(epoch FROM ended_at - placed_at))::float8 AS seconds, count(*)::int AS calls FROM (
      SELECT agent_id, placed_at, ended_at FROM calls
      WHERE organization_id = ${actor.organizationId} AND ended_at IS NOT NULL
      ORDER BY ended_at DESC, id DESC LIMIT ${CALLS_LOOKED_AT}) lately
    WHERE agent_id = ${agentUuid}::uuid AND placed_at < ended_at`
  return { seconds: Math.max(1, lately?.seconds ?? CALL_SECONDS_ASSUMED), calls: lately?.calls ?? 0 }
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
 * @param work its share is what the calls share lines as; null where they are not enrolled yet
 */
export async function estimateCalls(
  actor: Actor,
  agent: Pick<AgentDetail, 'agentId' | 'lines' | 'callsPerMinute' | 'steps'>,
  { groups, latestDueMs, share }: Omit<CallsToMake, 'ahead'> & { share: string | null },
  nowMs: number,
): Promise<Estimate> {
  const agentUuid = parsePublicId('agent', agent.agentId) ?? ''
  const own = Math.ceil(groups.reduce((sum, { calls }) => sum + calls, 0))
  const [call, ahead] = await Promise.all([readCallSeconds(actor, agentUuid), countAhead(actor, agentUuid, share, own)])
  const { lines, callsPerMinute } = agent
  const calls = agent.steps.filter(({ stepType }) => stepType === 'CALL')
  const power: CallingPower = { lines, callsPerMinute, callMs: call.seconds * 1_000 }
  const endMs = estimateEnd({ groups, latestDueMs, ahead }, power, nowMs)
  return {
    hoursNeeded: Number(hoursNeeded(own, power).toFixed(2)),
    endsAt: endMs === null ? null : new Date(endMs).toISOString(),
    ...{ lines, callsPerMinute, callSeconds: Math.round(call.seconds), callsMeasured: call.calls, callsAhead: ahead },
    hasLaterCalls: calls.length > 1 || calls.some(({ retry }) => retry !== undefined),
  }
}
