import { settleCredits, spendReleasedCredit } from '@/domain/credits/settle-credits'
import { callEnded } from '@/domain/events'
import { type CallResult, callResultSchema } from '@/domain/results/call-result.schema'
import { lockSequences } from '@/domain/sequences/lock-sequences'
import { nowMs } from '@/platform/clock'
import { type Tx, transaction } from '@/platform/db'
import { countCall } from '@/platform/metrics'
import { publishEvents, recordEvent } from '@/platform/outbox'
import { decideResult } from './decide-result.rules'

/**
 * Records how a call ended, once. The dialer's first result wins; it also replaces a `Failed` that our time-out
 * recorded. The effects of the result follow in the background (`settleCall`). A result proves that the call was
 * placed, whatever the dialer answered when it was asked, so the credit is spent.
 *
 * @param callId UUID of a call whose dialer's signature was checked
 * @returns whether an earlier result stands and this one was ignored
 */
export function recordCallResult(callId: string, result: CallResult): Promise<{ duplicate: boolean }> {
  return record(callId, 'dialer', result)
}

/**
 * Records `Failed` for a call that the dialer did not take or never reported. Does nothing when the call has a result.
 */
export function recordTimeout(callId: string): Promise<{ duplicate: boolean }> {
  const endedAt = new Date(nowMs()).toISOString()
  return record(callId, 'timeout', callResultSchema.parse({ resultType: 'Failed', duration: 0, endedAt }))
}

type Call = { sequenceId: string; requestId: string | null; dialer: string }

type Row = { status: string; resultSource: string | null; requestedAt: Date }

async function record(
  callId: string,
  source: 'dialer' | 'timeout',
  result: CallResult,
): Promise<{ duplicate: boolean }> {
  const recorded = await transaction(async (tx) => {
    const [call] = await tx.rows<Call>`
      SELECT call.sequence_id AS "sequenceId", batch.request_id AS "requestId", agent.dialer
      FROM calls call JOIN batches batch ON batch.id = call.batch_id JOIN agents agent ON agent.id = call.agent_id
      WHERE call.id = ${callId}::uuid`
    if (!call) return null
    await lockSequences(tx, [call.sequenceId])
    const [row] = await tx.rows<Row>`
      SELECT status, result_source AS "resultSource", requested_at AS "requestedAt"
      FROM calls WHERE id = ${callId}::uuid FOR NO KEY UPDATE`
    const decision = row ? decideResult(row, source) : 'ignore'
    if (!row || decision === 'ignore') return null
    await write(tx, callId, source, result, row, decision)
    if (source === 'dialer') {
      await settleCredits(tx, [call.sequenceId], 'spend')
      if (decision === 'replace') await spendReleasedCredit(tx, call.sequenceId)
    }
    // Of the request that enrolled, and not of the one in which the dialer reports.
    const ended = callEnded.of({ callId }, { requestId: call.requestId })
    await recordEvent(tx, ended)
    return { ended, dialer: call.dialer }
  })
  if (recorded) {
    countCall({ result: result.resultType, dialer: recorded.dialer, reportedBy: source })
    await publishEvents([recorded.ended])
  }
  return { duplicate: recorded === null }
}

/**
 * Writes the result to the call's row. The end of the call is put between its request and now: a dialer's clock may be
 * wrong, and delays count from the end.
 *
 * When a result is replaced after the call was settled, the call stays settled, since the next call may be under way.
 * Clearing `settled_at` says that the new result's effects are still to come.
 */
async function write(
  tx: Tx,
  callId: string,
  source: 'dialer' | 'timeout',
  result: CallResult,
  row: Row,
  decision: 'end' | 'replace',
): Promise<void> {
  const endedMs = Math.min(nowMs(), Math.max(row.requestedAt.getTime(), Date.parse(result.endedAt)))
  await tx.execute`
    UPDATE calls SET status = ${decision === 'end' || row.status === 'ended' ? 'ended' : 'settled'}, settled_at = NULL,
      result_type = ${result.resultType}, result_source = ${source}, result = ${JSON.stringify(result)}::jsonb,
      ended_at = ${new Date(endedMs).toISOString()}::timestamptz,
      placed_at = CASE WHEN ${source} = 'dialer' THEN coalesce(placed_at, now()) ELSE placed_at END
    WHERE id = ${callId}::uuid`
}
