import type { Actor } from '@/domain/actor'
import { assertAgentExists } from '@/domain/agents/assert-agent-exists'
import { parsePublicId } from '@/domain/ids'
import { parseRequest } from '@/domain/parse-request'
import { db } from '@/platform/db'
import { type MappingKey, mappingKeySchema, type SavedMapping, savedMappingSchema } from './mapping.schema'

export type FoundMapping = { mapping: SavedMapping; savedBy: string; savedAt: string }

/**
 * What was chosen for this agent the last time that a file with these columns was mapped; null when none was. One that
 * today's rules would not take (an older version wrote it) counts as none.
 *
 * @throws AGENT_NOT_FOUND; VALIDATION_ERROR for what is no fingerprint
 */
export async function findMapping(actor: Actor, input: MappingKey): Promise<FoundMapping | null> {
  const { agentId, fingerprint } = parseRequest(mappingKeySchema, input)
  await assertAgentExists(actor, agentId)
  const row = await db().columnMapping.findFirst({
    where: {
      organizationId: actor.organizationId,
      agentId: parsePublicId('agent', agentId) as string,
      fingerprint,
    },
  })
  const mapping = savedMappingSchema.safeParse(row?.mapping)
  return row && mapping.success
    ? { mapping: mapping.data, savedBy: row.savedBy, savedAt: row.savedAt.toISOString() }
    : null
}
