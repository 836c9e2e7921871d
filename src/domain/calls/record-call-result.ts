import { settleCredits, spendReleasedCredits } from '@/domain/credits/settle-credits'
import { callEnded } from '@/domain/events'
import { type CallResult, callResultSchema } from '@/domain/results/call-result.schema'
import { lockSequences } from '@/domain/sequences/lock-sequences'
import { builtInListOfCall, countGrowth, optOutInCalls } from '@/domain/suppression/opt-out-in-calls'
import { forRequests } from '@/platform/background'
import { nowMs } from '@/platform/clock'
import { type Tx, transaction } from '@/platform/db'
import type { DomainEvent } from '@/platform/define-event'
import { countCall } from '@/platform/metrics'
import { publishEventsSoon, recordEvents } from '@/platform/outbox'
import { Rounds } from '@/platform/rounds'
import { decideResult } from './decide-result.rules'

/** What is said of a call, by whom. */
type Report = {
  callId: string
  source: 'dialer' | 'timeout'
  result: CallResult
  /** Nothing is recorded for a call that a dialer has taken. */
  unlessPlaced?: boolean
}

type Recorded = { duplicate: boolean }

// Each may hold a transcription of half a million characters.
const REPORTS_PER_ROUND_MAX = 50
/** No dialer notices it, and under load it is a transaction for some reports instead of one for each. */
const GATHER_MS = 40

// Dialers report in bursts: what comes while a transaction is under way is recorded by the next one. A dialer's request
// may be in a round that the background has begun, and must not wait for a connection of its pool.
const rounds = new Rounds<Report, Recorded>({ sizeMax: REPORTS_PER_ROUND_MAX, gatherMs: GATHER_MS }, (reports) =>
  forRequests(() => recordAll(reports)),
)

/**
 * Records how a call ended, once. The dialer's first result wins; it also replaces a `Failed` that our time-out
 * recorded. The effects of the result follow in the background (`settleCalls`). A result proves that the call was
 * placed, whatever the dialer answered when it was asked, so the credit is spent.
 *
 * That the person asked not to be called again counts also when an earlier result stands: from then on nobody calls the
 * number.
 *
 * @param callId UUID of a call whose dialer's signature was checked
 * @returns whether an earlier result stands and this one was ignored
 */
export async function recordCallResult(callId: string, result: CallResult): Promise<Recorded> {
  if (result.optOut) await builtInListOfCall(callId)
  return rounds.add({ callId, source: 'dialer', result })
}

/**
 * Records `Failed` for calls of which the dialer has never reported the end. Does nothing to those that have a result.
 *
 * @returns how many calls it ended
 */
export function recordTimeouts(callIds: readonly string[]): Promise<{ ended: number }> {
  return recordFailures(callIds, false)
}

/**
 * Records `Failed` for calls that no dialer has taken. Does nothing to those that were placed, or have a result.
 *
 * @param refusal why their dialer will never call these people, where it has said so: they are not tried again
 * @returns how many calls it ended
 */
export function giveUpCalls(callIds: readonly string[], refusal?: string): Promise<{ ended: number }> {
  return recordFailures(callIds, true, refusal)
}

async function recordFailures(
  callIds: readonly string[],
  unlessPlaced: boolean,
  refusal?: string,
): Promise<{ ended: number }> {
  const endedAt = new Date(nowMs()).toISOString()
  const failure = refusal === undefined ? {} : { failure: { kind: 'for good', reason: refusal } }
  const result = callResultSchema.parse({ resultType: 'Failed', duration: 0, endedAt, ...failure })
  const reports = callIds.map((callId): Report => ({ callId, source: 'timeout', result, unlessPlaced }))
  const recorded = await Promise.all(reports.map((report) => rounds.add(report)))
  return { ended: recorded.filter(({ duplicate }) => !duplicate).length }
}

type Call = {
  id: string
  organizationId: string
  sequenceId: string
  status: string
  resultSource: string | null
  requestedAt: Date
  requestId: string | null
  dialer: string
}

type Change = { id: string; status: 'ended' | 'settled'; endedAt: string; report: Report; call: Call }

async function recordAll(reports: readonly Report[]): Promise<Recorded[]> {
  const { recorded, changes, events } = await transaction((tx) => record(tx, reports))
  for (const { report, call } of changes) {
    countCall({ result: report.result.resultType, dialer: call.dialer, reportedBy: report.source })
  }
  publishEventsSoon(events)
  return recorded
}

async function record(
  tx: Tx,
  reports: readonly Report[],
): Promise<{ recorded: Recorded[]; changes: Change[]; events: DomainEvent[] }> {
  const growth = await optOutInCalls(
    tx,
    reports.flatMap(({ callId, result }) => (result.optOut ? [{ callId, ...result.optOut }] : [])),
  )
  const calls = await lockCalls(tx, [...new Set(reports.map(({ callId }) => callId))])
  const changes = new Map<string, Change>()
  const replaced: string[] = []
  const recorded = reports.map((report) => {
    const call = calls.get(report.callId)
    const decision = call ? decideResult(call, report.source) : 'ignore'
    if (!call || decision === 'ignore') return { duplicate: true }
    if (report.unlessPlaced && call.status !== 'requested') return { duplicate: true }
    if (decision === 'replace') replaced.push(call.sequenceId)
    // When a result is replaced after the call was settled, the call stays settled, since the next call may be under way.
    call.status = decision === 'end' || call.status === 'ended' ? 'ended' : 'settled'
    call.resultSource = report.source
    changes.set(call.id, toChange(call, report))
    return { duplicate: false }
  })
  const made = [...changes.values()]
  if (made.length === 0) {
    await countGrowth(tx, growth)
    return { recorded, changes: [], events: [] }
  }
  await write(tx, made)
  const reported = made.filter(({ report }) => report.source === 'dialer').map(({ call }) => call.sequenceId)
  if (reported.length > 0) await settleCredits(tx, reported, 'spend')
  if (replaced.length > 0) await spendReleasedCredits(tx, replaced)
  // Of the request that enrolled, and not of the one in which the dialer reports.
  const events = made.map(({ call }) =>
    callEnded.of({ callId: call.id, organizationId: call.organizationId }, { requestId: call.requestId }),
  )
  await recordEvents(tx, events)
  await countGrowth(tx, growth)
  return { recorded, changes: made, events }
}

async function lockCalls(tx: Tx, callIds: readonly string[]): Promise<Map<string, Call>> {
  const found = await tx.rows<{ sequenceId: string }>`
    SELECT DISTINCT sequence_id AS "sequenceId" FROM calls WHERE id = ANY(${callIds}::uuid[])`
  if (found.length === 0) return new Map()
  await lockSequences(
    tx,
    found.map(({ sequenceId }) => sequenceId),
  )
  const calls = await tx.rows<Call>`
    SELECT call.id, call.organization_id AS "organizationId", call.sequence_id AS "sequenceId", call.status, call.result_source AS "resultSource",
      call.requested_at AS "requestedAt", batch.request_id AS "requestId",
      CASE WHEN batch.simulated THEN 'simulated' ELSE account.kind END AS dialer
    FROM calls call JOIN batches batch ON batch.id = call.batch_id JOIN agents agent ON agent.id = call.agent_id
      JOIN dialer_accounts account ON account.id = coalesce(call.dialer_account_id, agent.dialer_account_id)
    WHERE call.id = ANY(${callIds}::uuid[])
    ORDER BY call.id FOR NO KEY UPDATE OF call`
  return new Map(calls.map((call) => [call.id, call]))
}

/**
 * The end of a call is put between its request and now: a dialer's clock may be wrong, and delays count from the end.
 */
function toChange(call: Call, report: Report): Change {
  const endedMs = Math.min(nowMs(), Math.max(call.requestedAt.getTime(), Date.parse(report.result.endedAt)))
  const status = call.status === 'settled' ? 'settled' : 'ended'
  return { id: call.id, status, endedAt: new Date(endedMs).toISOString(), report, call }
}

/** Writes the results. Clearing `settled_at` says that the effects of a result that replaces another are still to come. */
async function write(tx: Tx, changes: readonly Change[]): Promise<void> {
  const rows = changes.map(({ id, status, endedAt, report: { source, result } }) => {
    return { id, status, endedAt, source, type: result.resultType, result }
  })
  await tx.execute`
    UPDATE calls SET status = report.status, settled_at = NULL,
      result_type = report.type, result_source = report.source, result = report.result, ended_at = report."endedAt",
      placed_at = CASE WHEN report.source = 'dialer' THEN coalesce(calls.placed_at, now()) ELSE calls.placed_at END,
      fetch_at = CASE WHEN report.source = 'timeout' AND calls.asked_at IS NOT NULL THEN '9999-01-01'::timestamptz END
    FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS report(id uuid, status text, "endedAt" timestamptz, source text, type text, result jsonb)
    WHERE calls.id = report.id`
}
