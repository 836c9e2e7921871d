import type { Actor } from '@/domain/actor'
import { RollcallError } from '@/domain/errors'
import { parsePublicId } from '@/domain/ids'
import type { CallAnswer } from './call-answer.schema'
import { readCalls } from './read-calls'

/**
 * Returns one call with its result and its transcription.
 *
 * @param callId public id
 * @throws CALL_NOT_FOUND for a call that does not exist in this organization
 */
export async function getCall(actor: Actor, callId: string): Promise<CallAnswer> {
  const id = parsePublicId('call', callId)
  const [call] = id === null ? [] : await readCalls(actor, [id], { withTranscript: true })
  if (!call) throw new RollcallError('CALL_NOT_FOUND', 'There is no such call in your organization.')
  return call
}
