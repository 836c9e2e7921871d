import type { Actor } from '@/domain/actor'
import { assertAgentExists } from '@/domain/agents/assert-agent-exists'
import { parsePublicId } from '@/domain/ids'
import { parseRequest } from '@/domain/parse-request'
import { db } from '@/platform/db'
import { type MappingKey, mappingKeySchema } from './mapping.schema'

/**
 * Deletes the mapping that was saved for files with these columns. It is no error when there is none.
 *
 * @throws AGENT_NOT_FOUND; VALIDATION_ERROR for a malformed fingerprint
 */
export async function forgetMapping(actor: Actor, input: MappingKey): Promise<void> {
  const { agentId, fingerprint } = parseRequest(mappingKeySchema, input)
  await assertAgentExists(actor, agentId)
  await db().columnMapping.deleteMany({
    where: {
      organizationId: actor.organizationId,
      agentId: parsePublicId('agent', agentId) as string,
      fingerprint,
    },
  })
}
