import { secretsOfAccount, secretsOfSimulatedCall } from '@/domain/dialer-accounts/account-secrets'
import { RollcallError } from '@/domain/errors'
import { parsePublicId } from '@/domain/ids'
import { parseJson } from '@/domain/parse-json'
import { parseRequest } from '@/domain/parse-request'
import type { CallResultNote } from '@/domain/results/call-details.rules'
import { callResultSchema } from '@/domain/results/call-result.schema'
import { db } from '@/platform/db'
import { isSignedMessage } from '@/platform/signatures'
import { recordCallResult } from './record-call-result'

type Reported = {
  accountId: string
  secret: string | null
  oldSecret: string | null
  oldSecretUntil: Date | null
  isSimulated: boolean
  isErased: boolean
}

function secretsOf(callId: string, { accountId, isSimulated, ...account }: Reported): string[] {
  return isSimulated ? secretsOfSimulatedCall(callId) : secretsOfAccount({ id: accountId, ...account })
}

/**
 * Takes a dialer's report of a call from an HTTP request. An unknown call and a bad signature get the same answer, so
 * that nobody can find out which calls exist.
 *
 * @param callId public id
 * @param body the bytes that were signed, as text
 * @returns whether an earlier result stands, and notes on what could not be stored as it was sent
 * @throws UNAUTHORIZED for an unknown call or a bad signature; after that INVALID_JSON or VALIDATION_ERROR
 */
export async function reportCallResult(
  callId: string,
  headers: Headers,
  body: string,
): Promise<{ duplicate: boolean; notes: CallResultNote[] }> {
  const id = parsePublicId('call', callId)
  const [call] = id
    ? await db().rows<Reported>`
        SELECT account.id AS "accountId", account.secret, account.old_secret AS "oldSecret",
          account.old_secret_until AS "oldSecretUntil", batch.simulated OR account.kind = 'simulated' AS "isSimulated",
          contact.erased_at IS NOT NULL AS "isErased"
        FROM calls call JOIN agents agent ON agent.id = call.agent_id JOIN contacts contact ON contact.id = call.sequence_id
        JOIN batches batch ON batch.id = call.batch_id
        JOIN dialer_accounts account ON account.id = coalesce(call.dialer_account_id, agent.dialer_account_id)
        WHERE call.id = ${id}::uuid`
    : []
  if (!id || !call || !isSignedMessage(headers, body, secretsOf(id, call))) {
    throw new RollcallError('UNAUTHORIZED', 'This call is unknown, or the signature is not right.')
  }
  const sent = parseRequest(callResultSchema, parseJson(body))
  const { resultType, duration, endedAt } = sent
  // Somebody who was erased meanwhile stays so, whatever was said.
  const result = call.isErased ? callResultSchema.parse({ resultType, duration, endedAt }) : sent
  return { ...(await recordCallResult(id, result)), notes: result.notes }
}
