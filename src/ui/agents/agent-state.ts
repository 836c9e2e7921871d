import { QUEUE_COUNT_MAX } from '@/domain/agents/agent-limits.rules'
import { formatNumber } from '@/ui/components/format-number'
import type { AgentSummary, AgentUsage } from '@/ui/router-outputs'

/**
 * Returns the state to show for an agent. A fault outweighs "active", since no contact can be enrolled with a faulty
 * agent, and a stop of its calls.
 */
export function agentStateName({
  status,
  faults,
  pausedAt,
}: Pick<AgentSummary, 'status' | 'faults' | 'pausedAt'>): string {
  if (status !== 'active') return `agent ${status}`
  if (faults.length > 0) return 'agent misconfigured'
  return pausedAt === null ? 'agent active' : 'agent paused'
}

/** Writes how many contacts wait for a call of an agent; of very many only that they are. */
export function describeQueue({ queue }: Pick<AgentUsage, 'queue'>): string {
  return queue > QUEUE_COUNT_MAX ? `${formatNumber(QUEUE_COUNT_MAX)}+` : formatNumber(queue)
}
