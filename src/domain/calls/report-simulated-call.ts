import { secretsOfSimulatedCall } from '@/domain/dialer-accounts/account-secrets'
import { parsePublicId, toPublicId } from '@/domain/ids'
import { db } from '@/platform/db'
import { reportSimulatedResult, type SimulatedCall } from '@/platform/dialers/report-simulated-result'
import { callResultUrl } from './call-result-url'

type Row = Pick<SimulatedCall, 'phoneNumber' | 'outcomes'> & { isCallBack: boolean }

/**
 * Reports how a simulated call ended, as a real dialer would.
 *
 * @param input.callId public id
 * @returns false when the call is unknown, since its organization is gone; reporting again does no harm
 */
export async function reportSimulatedCall(input: { callId: string }): Promise<{ reported: boolean }> {
  const id = parsePublicId('call', input.callId)
  const rows = id === null ? [] : await load(id)
  const [row] = rows
  // Nothing is known of the call any more: its organization is gone.
  if (!id || !row) return { reported: false }
  await reportSimulatedResult({
    ...row,
    ...{ callId: toPublicId('call', id), resultUrl: callResultUrl(id), dialerSecrets: secretsOfSimulatedCall(id) },
  })
  return { reported: true }
}

function load(id: string): Promise<Row[]> {
  return db().rows<Row>`
    SELECT contact.phone_number AS "phoneNumber", batch.outcomes, call.promised_at IS NOT NULL AS "isCallBack"
    FROM calls call
    JOIN contacts contact ON contact.id = call.sequence_id
    JOIN batches batch ON batch.id = call.batch_id
    WHERE call.id = ${id}::uuid`
}
