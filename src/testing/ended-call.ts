import type { Actor } from '@/domain/actor'
import { dispatchCalls } from '@/domain/calls/dispatch-calls'
import { recordCallResult } from '@/domain/calls/record-call-result'
import { settleCalls } from '@/domain/calls/settle-calls'
import { enrollSingle } from '@/domain/enrollment/enroll-single'
import { parsePublicId } from '@/domain/ids'
import { type CallResultInput, callResultSchema } from '@/domain/results/call-result.schema'
import { db } from '@/platform/db'

/**
 * Enrolls a contact and takes a line for it. No dialer is asked for the call.
 *
 * @returns the UUID of the call
 */
export async function requestedCall(actor: Actor, agentId: string, contact: Record<string, unknown>): Promise<string> {
  const { sequenceId } = await enrollSingle(actor, { agentId, body: contact, source: 'api' })
  await dispatchCalls({ agentId: parsePublicId('agent', agentId) ?? '' })
  const call = await db().call.findFirst({ where: { sequenceId: parsePublicId('sequence', sequenceId) ?? '' } })
  if (!call) throw new Error(`No call was requested for ${sequenceId}.`)
  return call.id
}

/**
 * Makes a call that has ended and is settled.
 *
 * @returns the UUID of the call
 */
export async function endedCall(
  actor: Actor,
  agentId: string,
  contact: Record<string, unknown>,
  result: Partial<CallResultInput> = {},
): Promise<string> {
  const callId = await requestedCall(actor, agentId, contact)
  const reported = { resultType: 'Goal Completed', duration: 46, endedAt: new Date().toISOString(), ...result }
  await recordCallResult(callId, callResultSchema.parse(reported))
  await settleCalls({ callIds: [callId] })
  return callId
}
