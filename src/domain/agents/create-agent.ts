import type { Actor } from '@/domain/actor'
import { transaction } from '@/platform/db'
import type { CreateAgentInput } from './create-agent.schema'
import { insertAgent } from './insert-agent'

/**
 * Creates an agent. The agent may still be misconfigured, since it is set up step by step; an enrollment says what is
 * missing.
 *
 * @throws VALIDATION_ERROR, also for a dialer's URL that visibly leads to an address that we do not connect to
 * @returns the agent's public id and its name
 */
export function createAgent(actor: Actor, input: CreateAgentInput): Promise<{ agentId: string; name: string }> {
  return transaction((tx) => insertAgent(tx, actor, input))
}
