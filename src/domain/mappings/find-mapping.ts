import type { Actor } from '@/domain/actor'
import type { AgentVariable } from '@/domain/agents/agent.schema'
import { getAgent } from '@/domain/agents/get-agent'
import { judgeFieldName } from '@/domain/contacts/field-name.rules'
import { parsePublicId } from '@/domain/ids'
import { parseRequest } from '@/domain/parse-request'
import { db } from '@/platform/db'
import {
  type MappingKey,
  type MappingTarget,
  mappingKeySchema,
  type SavedMapping,
  savedMappingSchema,
} from './mapping.schema'
import { VARIABLE_PREFIX } from './mapping-words.rules'

export type FoundMapping = { mapping: SavedMapping; savedBy: string; savedAt: string }

/**
 * Returns the mapping that was saved for this agent and files with these columns; null when there is none. A mapping
 * that today's rules refuse, because an older version wrote it, counts as none. A variable is left out of the mapping,
 * to be chosen again, when its name looks like a field and the agent does not declare it.
 *
 * @throws AGENT_NOT_FOUND; VALIDATION_ERROR for a malformed fingerprint
 */
export async function findMapping(actor: Actor, input: MappingKey): Promise<FoundMapping | null> {
  const { agentId, fingerprint } = parseRequest(mappingKeySchema, input)
  const { variables } = await getAgent(actor, agentId)
  const row = await db().columnMapping.findFirst({
    where: {
      organizationId: actor.organizationId,
      agentId: parsePublicId('agent', agentId) as string,
      fingerprint,
    },
  })
  const mapping = savedMappingSchema.safeParse(row?.mapping)
  return row && mapping.success
    ? { mapping: withoutMistaken(mapping.data, variables), savedBy: row.savedBy, savedAt: row.savedAt.toISOString() }
    : null
}

function withoutMistaken(mapping: SavedMapping, variables: readonly AgentVariable[]): SavedMapping {
  const declared = new Set(variables.map(({ name }) => name))
  const isUsable = ({ target }: { target: MappingTarget }) => {
    if (!target.startsWith(VARIABLE_PREFIX)) return true
    const name = target.slice(VARIABLE_PREFIX.length)
    return declared.has(name) || judgeFieldName(name)?.kind !== 'mistaken'
  }
  return { ...mapping, columns: mapping.columns.filter(isUsable), constants: mapping.constants.filter(isUsable) }
}
