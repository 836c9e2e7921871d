import type { Actor } from '@/domain/actor'
import { agentNotFound } from '@/domain/agents/assert-agent-exists'
import { parsePublicId } from '@/domain/ids'
import { db } from '@/platform/db'

/**
 * Reads the agents of a list's scope.
 *
 * @param agentIds public ids; null for all agents
 * @returns UUIDs, each once, in order; empty for all
 * @throws AGENT_NOT_FOUND for one that does not exist in this organization
 */
export async function findListAgents(actor: Actor, agentIds: readonly string[] | null): Promise<string[]> {
  if (agentIds === null) return []
  const ids = [...new Set(agentIds)].map((agentId) => parsePublicId('agent', agentId))
  const found = await db().rows<{ id: string }>`
    SELECT id FROM agents
    WHERE id = ANY(${ids.filter((id) => id !== null)}::uuid[]) AND organization_id = ${actor.organizationId} ORDER BY id`
  if (found.length < ids.length) throw agentNotFound()
  return found.map(({ id }) => id)
}
