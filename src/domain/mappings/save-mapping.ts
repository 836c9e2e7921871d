import type { Actor } from '@/domain/actor'
import { assertAgentExists } from '@/domain/agents/assert-agent-exists'
import { newId, parsePublicId } from '@/domain/ids'
import { parseRequest } from '@/domain/parse-request'
import { db } from '@/platform/db'
import { MAPPINGS_PER_AGENT_MAX, type SaveMappingInput, saveMappingSchema } from './mapping.schema'

/**
 * Saves how the columns of a file were mapped for this agent, replacing what was saved for the same columns. The saved
 * mapping only prefills the next import; it decides nothing about contacts.
 *
 * @throws AGENT_NOT_FOUND; VALIDATION_ERROR
 */
export async function saveMapping(actor: Actor, input: SaveMappingInput): Promise<void> {
  const { agentId: publicAgentId, fingerprint, mapping } = parseRequest(saveMappingSchema, input)
  await assertAgentExists(actor, publicAgentId)
  const { organizationId } = actor
  const agentId = parsePublicId('agent', publicAgentId) as string
  const values = { mapping, savedBy: actor.label, savedAt: new Date() }
  await db().columnMapping.upsert({
    where: { organizationId_agentId_fingerprint: { organizationId, agentId, fingerprint } },
    create: { id: newId(), organizationId, agentId, fingerprint, ...values },
    update: values,
  })
  const surplus = await db().columnMapping.findMany({
    where: { organizationId, agentId },
    orderBy: [{ savedAt: 'desc' }, { id: 'desc' }],
    skip: MAPPINGS_PER_AGENT_MAX,
    select: { id: true },
  })
  if (surplus.length > 0) {
    await db().columnMapping.deleteMany({ where: { organizationId, id: { in: surplus.map(({ id }) => id) } } })
  }
}
