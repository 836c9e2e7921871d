import { findAgentFaults } from '@/domain/agents/agent-faults.rules'
import { RollcallError } from '@/domain/errors'
import type { AgentForEnrollment } from './load-agent-for-enrollment'

/** @throws AGENT_MISCONFIGURED naming every fault; `details` is the list of them */
export function assertAgentConfigured(agent: AgentForEnrollment): void {
  const faults = findAgentFaults(agent.rules)
  if (faults.length === 0) return
  const message = `This agent cannot call yet. ${faults.map((fault) => fault.message).join(' ')}`
  throw new RollcallError('AGENT_MISCONFIGURED', message, faults)
}
