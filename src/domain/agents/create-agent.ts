import { randomBytes } from 'node:crypto'
import type { Actor } from '@/domain/actor'
import { newId, toPublicId } from '@/domain/ids'
import { parseRequest } from '@/domain/parse-request'
import type { Tx } from '@/platform/db'
import { type CreateAgentInput, createAgentSchema } from './create-agent.schema'

/**
 * Makes an agent. It may be misconfigured: an agent is set up bit by bit, and enrolling says what is missing.
 *
 * @throws VALIDATION_ERROR
 * @returns its public id
 */
export async function createAgent(
  tx: Tx,
  actor: Actor,
  input: CreateAgentInput,
): Promise<{ agentId: string; name: string }> {
  const agent = parseRequest(createAgentSchema, input)
  const id = newId()
  await tx.agent.create({
    data: {
      ...agent,
      id,
      organizationId: actor.organizationId,
      dialerSecret: `whsec_${randomBytes(32).toString('base64')}`,
    },
  })
  return { agentId: toPublicId('agent', id), name: agent.name }
}
