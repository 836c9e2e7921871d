import type { AgentOutcome } from '@/domain/agents/agent.schema'
import { settleCredits, spendReleasedCredit } from '@/domain/credits/settle-credits'
import { workDue } from '@/domain/events'
import { toPublicId } from '@/domain/ids'
import { isInsideWindow, nextAllowedMoment } from '@/domain/schedule/call-windows.rules'
import type { CallWindows } from '@/domain/schedule/call-windows.schema'
import { lockSequences } from '@/domain/sequences/lock-sequences'
import { nowMs } from '@/platform/clock'
import { db, type Tx, transaction } from '@/platform/db'
import type { DomainEvent } from '@/platform/define-event'
import { type DialerCall, DialerError } from '@/platform/dialers/dialer'
import { selectDialer } from '@/platform/dialers/select-dialer'
import { publishEvents, recordEvent } from '@/platform/outbox'
import { callResultUrl } from './call-result-url'
import { decidePlacement } from './decide-placement.rules'
import { recordTimeout } from './record-call-result'

export type PlacementResult = { outcome: 'placed' | 'withdrawn' | 'failed' | 'nothing to do' }

type Row = {
  callStatus: string
  attempted: boolean
  sequenceId: string
  sequenceStatus: string
  held: boolean
  stepIndex: number
  agentId: string
  agentName: string
  agentStatus: string
  fromNumber: string | null
  callWindows: CallWindows
  outcomes: AgentOutcome[]
  dialer: string
  dialerUrl: string | null
  dialerSecret: string
  name: string
  phoneNumber: string
  phoneNumberExt: string | null
  timezone: string
  variables: Record<string, string>
  bypassWindows: boolean
}

/**
 * Asks the dialer to place a requested call. Right before each request it looks at the call again. It withdraws the
 * call when the sequence has ended or is paused, when the agent is not active or has no number to call from, or when
 * the call window has closed. A withdrawal frees the line, and a sequence that goes on is due again at its next moment.
 *
 * A call is never withdrawn once the dialer was asked and did not clearly refuse: the person may be on the phone, and
 * would get a second call. Such a call ends as `Failed`.
 *
 * @throws DialerError when the dialer may be asked again, or may have placed the call without confirming it
 */
export async function placeCall(input: { callId: string }): Promise<PlacementResult> {
  const { callId } = input
  const prepared = await transaction((tx) => prepare(tx, callId))
  await publishEvents(prepared.events)
  if (prepared.kind === 'giveUp') {
    await recordTimeout(callId)
    return { outcome: 'failed' }
  }
  if (prepared.kind !== 'ask') return { outcome: prepared.kind === 'withdrawn' ? 'withdrawn' : 'nothing to do' }
  try {
    const { providerCallId } = await selectDialer(prepared.dialer).placeCall(prepared.call)
    await markPlaced(callId, prepared.sequenceId, providerCallId)
    return { outcome: 'placed' }
  } catch (error) {
    if (!(error instanceof DialerError) || error.mayHavePlaced) throw error
    await db().execute`
      UPDATE calls SET attempted_at = NULL WHERE id = ${callId}::uuid AND status = 'requested'`
    if (error.retriable) throw error
    await recordTimeout(callId)
    return { outcome: 'failed' }
  }
}

type Prepared = { events: DomainEvent[] } & (
  | { kind: 'ask'; dialer: string; sequenceId: string; call: DialerCall }
  | { kind: 'withdrawn' | 'nothing' | 'giveUp' }
)

async function prepare(tx: Tx, callId: string): Promise<Prepared> {
  const [found] = await tx.rows<{ sequenceId: string }>`
    SELECT sequence_id AS "sequenceId" FROM calls WHERE id = ${callId}::uuid`
  if (!found) return { kind: 'nothing', events: [] }
  await lockSequences(tx, [found.sequenceId])
  const row = await load(tx, callId)
  if (row?.callStatus !== 'requested') return { kind: 'nothing', events: [] }
  const now = nowMs()
  const decision = decidePlacement({
    attempted: row.attempted,
    sequenceEnded: row.sequenceStatus !== 'in progress',
    held: row.held,
    agentActive: row.agentStatus === 'active' && row.fromNumber !== null,
    windowOpen: row.bypassWindows || isInsideWindow(row.callWindows, row.timezone, now),
  })
  if (decision === 'giveUp') return { kind: 'giveUp', events: [] }
  if (decision === 'withdraw') return { kind: 'withdrawn', events: [await withdraw(tx, callId, row, now)] }
  await tx.execute`UPDATE calls SET attempted_at = coalesce(attempted_at, now()) WHERE id = ${callId}::uuid`
  return { kind: 'ask', dialer: row.dialer, sequenceId: row.sequenceId, call: toDialerCall(callId, row), events: [] }
}

async function load(tx: Tx, callId: string): Promise<Row | undefined> {
  const [row] = await tx.rows<Row>`
    SELECT call.status AS "callStatus", call.attempted_at IS NOT NULL AS attempted,
      call.sequence_id AS "sequenceId", call.step_index AS "stepIndex",
      sequence.status AS "sequenceStatus", sequence.held,
      agent.id AS "agentId", agent.name AS "agentName", agent.status AS "agentStatus",
      agent.from_number AS "fromNumber", agent.call_windows AS "callWindows",
      batch.outcomes,
      agent.dialer, agent.dialer_url AS "dialerUrl", agent.dialer_secret AS "dialerSecret",
      contact.name, contact.phone_number AS "phoneNumber", contact.phone_number_ext AS "phoneNumberExt",
      contact.timezone, contact.variables,
      bypasses_windows(batch.options) AS "bypassWindows"
    FROM calls call
    JOIN sequences sequence ON sequence.id = call.sequence_id
    JOIN contacts contact ON contact.id = call.sequence_id
    JOIN batches batch ON batch.id = call.batch_id
    JOIN agents agent ON agent.id = call.agent_id
    WHERE call.id = ${callId}::uuid
    FOR NO KEY UPDATE OF call`
  return row
}

/**
 * Withdraws the call and frees its line. A sequence that goes on is due again at once, or when its window opens. The
 * credit of a sequence that has ended is released.
 */
async function withdraw(tx: Tx, callId: string, row: Row, now: number): Promise<DomainEvent> {
  const dueMs = row.bypassWindows ? now : (nextAllowedMoment(row.callWindows, row.timezone, now) ?? now)
  await tx.execute`UPDATE calls SET status = 'withdrawn' WHERE id = ${callId}::uuid`
  await tx.execute`
    UPDATE sequences SET due_at = ${new Date(dueMs).toISOString()}::timestamptz,
      status = CASE WHEN step_index = 0 AND credit_state = 'reserved' THEN 'scheduled' ELSE status END
    WHERE id = ${row.sequenceId}::uuid AND status = 'in progress'`
  if (row.sequenceStatus !== 'in progress') await settleCredits(tx, [row.sequenceId], 'release')
  const event = workDue.of({ agentId: row.agentId })
  await recordEvent(tx, event)
  return event
}

/**
 * Notes that the dialer has the call. When the result came first, only the dialer's own id is missing. When the call
 * was given up while a slow dialer was still answering, the released credit is taken again.
 */
async function markPlaced(callId: string, sequenceId: string, providerCallId: string): Promise<void> {
  await transaction(async (tx) => {
    await lockSequences(tx, [sequenceId])
    await tx.execute`
      UPDATE calls SET provider_call_id = ${providerCallId}, placed_at = coalesce(placed_at, now()),
        status = CASE WHEN status = 'requested' THEN 'placed' ELSE status END
      WHERE id = ${callId}::uuid`
    await settleCredits(tx, [sequenceId], 'spend')
    await spendReleasedCredit(tx, sequenceId)
  })
}

function toDialerCall(callId: string, row: Row): DialerCall {
  return {
    callId: toPublicId('call', callId),
    agentId: toPublicId('agent', row.agentId),
    agentName: row.agentName,
    name: row.name,
    phoneNumber: row.phoneNumber,
    phoneNumberExt: row.phoneNumberExt,
    fromPhoneNumber: row.fromNumber ?? '',
    timezone: row.timezone,
    customInputVariables: row.variables,
    resultUrl: callResultUrl(callId),
    dialerUrl: row.dialerUrl,
    dialerSecret: row.dialerSecret,
    outcomes: row.outcomes,
  }
}
