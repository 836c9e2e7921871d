import { findAgentFaults } from '@/domain/agents/agent-faults.rules'
import { RollcallError } from '@/domain/errors'
import type { AgentForEnrollment } from './load-agent-for-enrollment'

/**
 * Refuses an agent that cannot call.
 *
 * @throws AGENT_MISCONFIGURED whose message names every fault and whose `details` list them
 */
export function assertAgentConfigured(agent: AgentForEnrollment): void {
  const faults = findAgentFaults(agent.rules, agent.test === 'simulated' ? null : agent.dialing)
  if (faults.length === 0) return
  const message = `This agent cannot call yet. ${faults.map((fault) => fault.message).join(' ')}`
  throw new RollcallError('AGENT_MISCONFIGURED', message, faults)
}
