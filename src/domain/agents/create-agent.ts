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
 * @returns the agent's public id and its name
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
  const secret = `whsec_${randomBytes(32).toString('base64')}`
  await tx.execute`
    INSERT INTO agents (id, organization_id, name, status, from_number, timezones, call_windows, variables, steps,
      outcomes, credits_per_contact, lines, chain_advance, dialer, dialer_url, dialer_secret)
    VALUES (${id}::uuid, ${actor.organizationId}, ${agent.name}, ${agent.status}, ${agent.fromNumber},
      ${agent.timezones}, ${JSON.stringify(agent.callWindows)}::jsonb, ${JSON.stringify(agent.variables)}::jsonb,
      ${JSON.stringify(agent.steps)}::jsonb, ${JSON.stringify(agent.outcomes)}::jsonb, ${agent.creditsPerContact},
      ${agent.lines}, ${agent.chainAdvance}, ${agent.dialer}, ${agent.dialerUrl}, ${secret})`
  return { agentId: toPublicId('agent', id), name: agent.name }
}
