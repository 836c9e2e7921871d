import type { Actor } from '@/domain/actor'
import { getAgent } from '@/domain/agents/get-agent'
import { nowMs } from '@/platform/clock'
import type { EnrollmentEstimateQuery } from './estimate.schema'
import { type Estimate, estimateCalls } from './estimate-calls'

/**
 * Estimates when contacts would be done if they were enrolled now. Their own timezones are not known here: the agent's
 * first one stands for them.
 *
 * @throws AGENT_NOT_FOUND
 */
export async function estimateEnrollment(actor: Actor, query: EnrollmentEstimateQuery): Promise<Estimate> {
  const agent = await getAgent(actor, query.agentId)
  const zones = [{ timezone: agent.timezones[0] ?? 'UTC', calls: query.contacts }]
  const work = { zones, latestDueMs: null, share: null, bypass: query.bypassAllowedCallWindow }
  return estimateCalls(actor, agent, work, nowMs())
}
