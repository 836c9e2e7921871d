import type { AgentSummary } from '@/ui/router-outputs'

/**
 * Returns the state to show for an agent. A fault outweighs "active", since no contact can be enrolled with a faulty
 * agent.
 */
export function agentStateName({ status, faults }: Pick<AgentSummary, 'status' | 'faults'>): string {
  return status === 'active' && faults.length > 0 ? 'agent misconfigured' : `agent ${status}`
}
