import type { Actor } from '@/domain/actor'
import { agentNotFound } from '@/domain/agents/assert-agent-exists'
import { RollcallError } from '@/domain/errors'
import type { Tx } from '@/platform/db'
import { assertAgentConfigured } from './assert-agent-configured'
import type { AgentForEnrollment } from './load-agent-for-enrollment'

/**
 * Refuses an agent that is not active any more, and holds any other against being archived until the transaction ends.
 *
 * @throws AGENT_MISCONFIGURED, AGENT_NOT_FOUND
 */
export async function assertAgentActive(tx: Tx, actor: Actor, agent: AgentForEnrollment): Promise<void> {
  const held = await tx.execute`
    SELECT FROM agents
    WHERE id = ${agent.id}::uuid AND organization_id = ${actor.organizationId} AND status = 'active' FOR KEY SHARE`
  if (held === 0) await refuseAgent(tx, actor, agent)
}

/**
 * Throws what an agent is refused with that was active when it was loaded, and was not when it was to be held.
 *
 * @throws AGENT_MISCONFIGURED, AGENT_NOT_FOUND, and SERVICE_UNAVAILABLE for one that is active again by now
 */
export async function refuseAgent(tx: Tx, actor: Actor, agent: AgentForEnrollment): Promise<never> {
  const [now] = await tx.rows<{ status: string }>`
    SELECT status FROM agents WHERE id = ${agent.id}::uuid AND organization_id = ${actor.organizationId}`
  if (!now) throw agentNotFound()
  assertAgentConfigured({
    ...agent,
    rules: { ...agent.rules, status: now.status as AgentForEnrollment['rules']['status'] },
  })
  throw new RollcallError('SERVICE_UNAVAILABLE', 'The agent was being changed in this moment. Try again.', {
    retryAfterSeconds: 1,
  })
}
