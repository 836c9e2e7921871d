import type { Actor } from '@/domain/actor'
import { getAgent } from '@/domain/agents/get-agent'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import { parseRequest } from '@/domain/parse-request'
import { transaction } from '@/platform/db'
import { enrollSingle } from './enroll-single'
import { type PlaceTestCallInput, placeTestCallSchema } from './place-test-call.schema'

/**
 * Calls one person at once, outside of the call windows too, to try an agent out. It is enrolled as any contact, as a
 * test: one call and nothing after it, marked everywhere and left out of results.
 *
 * @param agentId public id
 * @throws AGENT_NOT_FOUND, AGENT_MISCONFIGURED, VALIDATION_ERROR, INSUFFICIENT_CREDITS, CONFLICT while the calls of the
 * agent are stopped
 * @returns public id of the sequence
 */
export async function placeTestCall(
  actor: Actor,
  agentId: string,
  input: PlaceTestCallInput,
): Promise<{ sequenceId: string }> {
  const { variables, mode, idempotencyKey, ...contact } = parseRequest(placeTestCallSchema, input)
  const agent = await getAgent(actor, agentId)
  if (agent.pausedAt !== null) {
    throw new RollcallError('CONFLICT', 'The calls of this agent are stopped. Let it call again, then test it.')
  }
  const body = { ...variables, ...contact, priority: 'now', bypassAllowedCallWindow: true }
  const { sequenceId, replayed } = await enrollSingle(actor, {
    agentId,
    body,
    idempotencyKey: `test call ${idempotencyKey}`,
    source: 'console',
    test: mode,
  })
  if (!replayed) {
    const object = { kind: 'agent', id: agentId, name: agent.name } as const
    await transaction((tx) => appendAuditEntry(tx, actor, { action: 'agent.tested', object, details: { sequenceId } }))
  }
  return { sequenceId }
}
