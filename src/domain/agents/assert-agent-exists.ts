import type { Actor } from '@/domain/actor'
import { RollcallError } from '@/domain/errors'
import { parsePublicId } from '@/domain/ids'
import { db } from '@/platform/db'

/**
 * @param agentId public id
 * @throws AGENT_NOT_FOUND for an agent that does not exist in this organization
 */
export async function assertAgentExists(actor: Actor, agentId: string): Promise<void> {
  const id = parsePublicId('agent', agentId)
  const found = id && (await db().agent.count({ where: { id, organizationId: actor.organizationId } })) > 0
  if (!found) throw agentNotFound()
}

export function agentNotFound(): RollcallError {
  return new RollcallError('AGENT_NOT_FOUND', 'There is no such agent in your organization.')
}
