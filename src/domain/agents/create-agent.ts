import { randomBytes } from 'node:crypto'
import type { Actor } from '@/domain/actor'
import { newId, toPublicId } from '@/domain/ids'
import { invalidRequest, parseRequest } from '@/domain/parse-request'
import type { Tx } from '@/platform/db'
import { findUrlTrouble } from '@/platform/http/guarded-request'
import { type CreateAgentInput, createAgentSchema } from './create-agent.schema'

/**
 * Creates an agent. The agent may still be misconfigured, since it is set up step by step; an enrollment says what is
 * missing.
 *
 * @throws VALIDATION_ERROR, also for a dialer's URL that visibly leads to an address that we do not connect to
 * @returns the agent's public id
 */
export async function createAgent(
  tx: Tx,
  actor: Actor,
  input: CreateAgentInput,
): Promise<{ agentId: string; name: string }> {
  const agent = parseRequest(createAgentSchema, input)
  const trouble = agent.dialerUrl === null ? null : findUrlTrouble(agent.dialerUrl)
  if (trouble) {
    throw invalidRequest(`dialerUrl: ${trouble}`, [{ path: 'dialerUrl', message: trouble }])
  }
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
