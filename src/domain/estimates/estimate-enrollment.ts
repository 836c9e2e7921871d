import type { Actor } from '@/domain/actor'
import { getAgent } from '@/domain/agents/get-agent'
import type { Estimate } from '@/domain/capacity/estimate.schema'
import { estimateCalls } from '@/domain/capacity/estimate-calls'
import { groupsInWindows } from '@/domain/capacity/estimate-end.rules'
import { nowMs } from '@/platform/clock'
import type { EnrollmentEstimateQuery } from './enrollment-estimate.schema'

/**
 * Estimates when contacts would be done if they were enrolled now. Their own timezones are not known here: the agent's
 * first one stands for them.
 *
 * @throws AGENT_NOT_FOUND
 */
export async function estimateEnrollment(actor: Actor, query: EnrollmentEstimateQuery): Promise<Estimate> {
  const agent = await getAgent(actor, query.agentId)
  const zones = [{ timezone: agent.timezones[0] ?? 'UTC', calls: query.contacts }]
  const groups = groupsInWindows(zones, query.bypassAllowedCallWindow ? null : agent.callWindows)
  return estimateCalls(actor, agent, { groups, latestDueMs: null, share: null }, nowMs())
}
