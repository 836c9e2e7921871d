import { setTimeout as sleep } from 'node:timers/promises'
import type { AgentOutcome } from '@/domain/agents/agent.schema'
import { sharePlacing } from '@/domain/agents/share-placing'
import { windowsBypassedBy } from '@/domain/cadence/bypass-windows.rules'
import { describeNever } from '@/domain/contact-safety/describe-never.rules'
import { settleCredits, spendReleasedCredits } from '@/domain/credits/settle-credits'
import { endWithdrawn, type RefusedSequence } from '@/domain/decisions/end-refused'
import { type NewDecision, recordDecisions } from '@/domain/decisions/record-decisions'
import { workDue } from '@/domain/events'
import { toPublicId } from '@/domain/ids'
import { isInsideWindow, nextAllowedMoment } from '@/domain/schedule/call-windows.rules'
import type { CallWindows } from '@/domain/schedule/call-windows.schema'
import { lockSequences } from '@/domain/sequences/lock-sequences'
import { isGuarded } from '@/domain/suppression/guarded'
import { lockNumbersOfCalls } from '@/domain/suppression/lock-numbers'
import { nowMs } from '@/platform/clock'
import { type Tx, transaction } from '@/platform/db'
import type { DomainEvent } from '@/platform/define-event'
import { type DialerCall, DialerError } from '@/platform/dialers/dialer'
import { selectDialer } from '@/platform/dialers/select-dialer'
import { env } from '@/platform/env'
import { publishEvents, recordEvents } from '@/platform/outbox'
import { Rounds } from '@/platform/rounds'
import { togetherOrAlone } from '@/platform/together-or-alone'
import { callResultUrl } from './call-result-url'
import { decideCalls } from './decide-calls'
import { decidePlacement, isWanted } from './decide-placement.rules'
import { giveUpCalls } from './record-call-result'

/** The waits before a dialer is asked again, in `DIALER_RETRY_SECONDS`: five times in two minutes. */
const WAITS = [1, 1, 2, 4]

/**
 * Returns when a dialer that has not taken a call is to be asked again, ISO 8601; null when it was asked often enough.
 *
 * @param asks how often it was asked
 */
export function nextAskAt(asks: number): string | null {
  const wait = WAITS[asks - 1]
  return wait === undefined ? null : new Date(nowMs() + wait * env().DIALER_RETRY_SECONDS * 1_000).toISOString()
}

/** What became of a call. `again`: the dialer may be asked again, or may have placed the call without confirming it. */
export type Placement = {
  callId: string
  outcome: 'placed' | 'withdrawn' | 'failed' | 'nothing to do' | 'again'
  /** Why the dialer is to be asked again. */
  error?: unknown
}

type Row = {
  id: string
  organizationId: string
  callStatus: string
  attempted: boolean
  batchId: string
  sequenceId: string
  sequenceStatus: string
  held: boolean
  agentId: string
  agentName: string
  agentStatus: string
  agentPaused: boolean
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
  timezoneSent: boolean
  variables: Record<string, string>
  bypassWindows: boolean
  promisedAt: Date | null
  test: boolean
  simulated: boolean
  /** Whether more than the call windows decides. */
  guarded: boolean
}

/**
 * Asks the dialers to place requested calls, all at once. Right before the request it looks at each call again. It
 * withdraws the call when the sequence has ended or is paused, when the agent is paused, not active or has no number to call
 * from, or when the person may not be called now, by windows, rules, caps, consents or lists. A withdrawal frees the line,
 * and a sequence that goes on is due again at its next moment; that of somebody who is never called ends. What decided it
 * is kept in the trail, for a call that is made too.
 *
 * Numbers are locked first (`lockNumbersOfCalls`). So once whoever suppresses one has committed, no dialer is asked for it
 * but where this had written before that it would be, and where calls are counted, each sees those before it.
 *
 * A call is never withdrawn once the dialer was asked and did not clearly refuse: the person may be on the phone, and
 * would get a second call. Such a call ends as `Failed`.
 *
 * @returns what became of each call, in the order of `callIds`; a dialer's trouble with one call is no trouble of the
 *   others
 * @throws when none of the calls could be looked at, or what a dialer has answered could not be written
 */
export async function placeCalls(input: { callIds: readonly string[] }): Promise<Placement[]> {
  const { results, failed } = await togetherOrAlone(input.callIds, (callIds) =>
    transaction((tx) => prepare(tx, callIds)),
  )
  await publishEvents(results.flatMap(({ events }) => events))
  const refused = results.flatMap((prepared) => prepared.refused)
  if (refused.length > 0) await publishEvents(await endWithdrawn(refused))
  const outcomes = await Promise.allSettled([
    ...failed.map(async ({ item, error }): Promise<Placement> => ({ callId: item, outcome: 'again', error })),
    ...results.flatMap(({ withdrawn }) => withdrawn).map(toWithdrawn),
    ...results.flatMap(({ givenUp }) => givenUp).map(giveUp),
    ...results.flatMap(({ asks }) => asks).map(askDialer),
  ])
  const unwritten = outcomes.find((outcome) => outcome.status === 'rejected')
  if (unwritten) throw unwritten.reason
  const placements = new Map(
    outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [[outcome.value.callId, outcome.value]] : [])),
  )
  return input.callIds.map((callId) => placements.get(callId) ?? { callId, outcome: 'nothing to do' })
}

async function toWithdrawn(callId: string): Promise<Placement> {
  return { callId, outcome: 'withdrawn' }
}

async function giveUp(callId: string): Promise<Placement> {
  await giveUpCalls([callId])
  return { callId, outcome: 'failed' }
}

type Ask = { callId: string; sequenceId: string; dialer: string; call: DialerCall }

type Prepared = {
  asks: Ask[]
  withdrawn: string[]
  /** Of those that were withdrawn: the sequences of people who are never called, which are to end. */
  refused: (RefusedSequence & { agentId: string })[]
  /** May have been placed, and must not be asked for any more. */
  givenUp: string[]
  /** To publish after the commit. */
  events: DomainEvent[]
}

async function prepare(tx: Tx, callIds: readonly string[]): Promise<Prepared> {
  const now = nowMs()
  const rows = (await lockRequested(tx, callIds)).map((row) => ({ ...row, ...stateOf(row) }))
  const decisions = await decideCalls(
    tx,
    rows.filter((row) => row.guarded && isWanted(row)),
    now,
  )
  const decided = rows.map((row) => {
    const made = decisions.get(row.id)
    const isOpen = windowsBypassedBy(row, now) !== null || isInsideWindow(row.callWindows, row.timezone, now)
    return { row, decision: decidePlacement({ ...row, mayCall: made ? made.decision.kind === 'call' : isOpen }) }
  })
  await recordDecisions(tx, 'placement', [...decisions.values()], now)
  const those = (decision: 'ask' | 'withdraw' | 'giveUp') =>
    decided.filter((one) => one.decision === decision).map(({ row }) => row)
  const [asks, withdrawn] = [those('ask'), those('withdraw')]
  if (asks.length > 0) await markAttempted(tx, asks)
  return {
    asks: asks.map((row) => ({
      callId: row.id,
      sequenceId: row.sequenceId,
      dialer: row.simulated ? 'simulated' : row.dialer,
      call: toDialerCall(row),
    })),
    withdrawn: withdrawn.map(({ id }) => id),
    refused: withdrawn.flatMap(({ id, sequenceId, agentId }) => {
      const made = decisions.get(id)?.decision
      return made?.kind === 'never' ? [{ sequenceId, agentId, reason: describeNever(made.reasons) }] : []
    }),
    givenUp: those('giveUp').map(({ id }) => id),
    events: withdrawn.length > 0 ? await withdraw(tx, withdrawn, decisions, now) : [],
  }
}

function stateOf(row: Row) {
  return {
    sequenceEnded: row.sequenceStatus !== 'in progress',
    agentActive: row.agentStatus === 'active' && !row.agentPaused && row.fromNumber !== null,
  }
}

/**
 * Locks requested calls, and their agents against a pause: one that has committed is seen here, and one that comes now
 * waits until it is written which calls the dialers are asked for.
 */
async function lockRequested(tx: Tx, callIds: readonly string[]): Promise<Row[]> {
  await lockNumbersOfCalls(tx, callIds)
  const found = await tx.rows<{ sequenceId: string; agentId: string }>`
    SELECT DISTINCT sequence_id AS "sequenceId", agent_id AS "agentId" FROM calls
    WHERE id = ANY(${callIds}::uuid[]) AND status = 'requested'`
  if (found.length === 0) return []
  await sharePlacing(
    tx,
    found.map(({ agentId }) => agentId),
  )
  await lockSequences(
    tx,
    found.map(({ sequenceId }) => sequenceId),
  )
  const rows = await tx.rows<Row>`
    SELECT call.id, call.organization_id AS "organizationId", call.status AS "callStatus", call.attempted_at IS NOT NULL AS attempted,
      call.batch_id AS "batchId", call.sequence_id AS "sequenceId",
      sequence.status AS "sequenceStatus", sequence.held,
      agent.id AS "agentId", agent.name AS "agentName", agent.status AS "agentStatus",
      agent.paused_at IS NOT NULL AS "agentPaused",
      agent.from_number AS "fromNumber", agent.call_windows AS "callWindows",
      batch.outcomes,
      agent.dialer, agent.dialer_url AS "dialerUrl", agent.dialer_secret AS "dialerSecret",
      contact.name, contact.phone_number AS "phoneNumber", contact.phone_number_ext AS "phoneNumberExt",
      contact.timezone, contact.timezone_sent AS "timezoneSent", contact.variables,
      bypasses_windows(batch.options) AS "bypassWindows", call.promised_at AS "promisedAt", batch.test, batch.simulated,
      ${isGuarded()} AS guarded
    FROM calls call
    JOIN sequences sequence ON sequence.id = call.sequence_id
    JOIN contacts contact ON contact.id = call.sequence_id
    JOIN batches batch ON batch.id = call.batch_id
    JOIN agents agent ON agent.id = call.agent_id
    JOIN organizations organization ON organization.id = call.organization_id
    WHERE call.id = ANY(${callIds}::uuid[])
    ORDER BY call.id FOR NO KEY UPDATE OF call`
  return rows.filter(({ callStatus }) => callStatus === 'requested')
}

async function markAttempted(tx: Tx, rows: readonly Row[]): Promise<void> {
  const ids = rows.map(({ id }) => id)
  await tx.execute`UPDATE calls SET attempted_at = coalesce(attempted_at, now()) WHERE id = ANY(${ids}::uuid[])`
}

/**
 * Withdraws calls and frees their lines. A sequence that goes on is due again at once, or when the person may be called. The
 * credit of a sequence that has ended is released.
 */
async function withdraw(
  tx: Tx,
  rows: readonly Row[],
  decisions: ReadonlyMap<string, NewDecision>,
  now: number,
): Promise<DomainEvent[]> {
  const due = rows.map((row) => {
    const { id, sequenceId, callWindows, timezone } = row
    const made = decisions.get(id)?.decision
    const windowMs = windowsBypassedBy(row, now) === null ? (nextAllowedMoment(callWindows, timezone, now) ?? now) : now
    const dueMs = made?.kind === 'not before' ? made.atMs : windowMs
    return { id: sequenceId, at: new Date(dueMs).toISOString() }
  })
  const ids = rows.map(({ id }) => id)
  await tx.execute`UPDATE calls SET status = 'withdrawn' WHERE id = ANY(${ids}::uuid[])`
  await tx.execute`
    UPDATE sequences SET due_at = due.at, updated_at = now(),
      status = CASE WHEN step_index = 0 AND attempt = 1 AND credit_state = 'reserved' THEN 'scheduled' ELSE status END
    FROM json_to_recordset(${JSON.stringify(due)}::json) AS due(id uuid, at timestamptz)
    WHERE sequences.id = due.id AND sequences.status = 'in progress'`
  const ended = rows.filter(({ sequenceStatus }) => sequenceStatus !== 'in progress').map((row) => row.sequenceId)
  if (ended.length > 0) await settleCredits(tx, ended, 'release')
  const agentIds = [...new Set(rows.map(({ agentId }) => agentId))]
  const events = agentIds.map((agentId) => workDue.of({ agentId }))
  await recordEvents(tx, events)
  return events
}

/** A dialer's answer on its way to the call's row. Without an id it is a clear refusal. */
type Answer = Pick<Ask, 'callId' | 'sequenceId'> & { providerCallId: string | null }

const ANSWERS_PER_ROUND_MAX = 100
const GATHER_MS = 40
const ASKS_IN_ONE_GO = 5
const ASKS_APART_MS = 5

// Answers are written as they come, many at once: a dialer that is slow with one call does not hold up the others.
const answers = new Rounds<Answer, null>({ sizeMax: ANSWERS_PER_ROUND_MAX, gatherMs: GATHER_MS }, writeAnswers)

async function askDialer({ callId, sequenceId, dialer, call }: Ask, at: number): Promise<Placement> {
  // A hundred connections opened in one go would make every request of this process wait.
  await sleep(Math.floor(at / ASKS_IN_ONE_GO) * ASKS_APART_MS)
  try {
    const { providerCallId } = await selectDialer(dialer).placeCall(call)
    await answers.add({ callId, sequenceId, providerCallId })
    return { callId, outcome: 'placed' }
  } catch (error) {
    if (!(error instanceof DialerError)) throw error
    if (!error.mayHavePlaced) await answers.add({ callId, sequenceId, providerCallId: null })
    return error.mayHavePlaced || error.retriable ? { callId, outcome: 'again', error } : giveUp(callId)
  }
}

async function writeAnswers(given: readonly Answer[]): Promise<null[]> {
  const placed = given.filter(({ providerCallId }) => providerCallId !== null)
  const refused = given.filter(({ providerCallId }) => providerCallId === null).map(({ callId }) => callId)
  await transaction(async (tx) => {
    await lockSequences(
      tx,
      given.map(({ sequenceId }) => sequenceId),
    )
    if (placed.length > 0) await markPlaced(tx, placed)
    if (refused.length > 0) {
      await tx.execute`
        UPDATE calls SET attempted_at = NULL WHERE id = ANY(${refused}::uuid[]) AND status = 'requested'`
    }
  })
  return given.map(() => null)
}

/**
 * Notes that the dialers have the calls. When the result came first, only the dialer's own id is missing. When the call
 * was given up while a slow dialer was still answering, the released credit is taken again.
 */
async function markPlaced(tx: Tx, placed: readonly Answer[]): Promise<void> {
  const sequenceIds = placed.map(({ sequenceId }) => sequenceId)
  const rows = placed.map(({ callId, providerCallId }) => ({ id: callId, providerCallId }))
  await tx.execute`
    UPDATE calls SET provider_call_id = placed."providerCallId", placed_at = coalesce(calls.placed_at, now()),
      status = CASE WHEN calls.status = 'requested' THEN 'placed' ELSE calls.status END
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS placed(id uuid, "providerCallId" text)
    WHERE calls.id = placed.id`
  await settleCredits(tx, sequenceIds, 'spend')
  await spendReleasedCredits(tx, sequenceIds)
}

function toDialerCall(row: Row): DialerCall {
  return {
    callId: toPublicId('call', row.id),
    agentId: toPublicId('agent', row.agentId),
    agentName: row.agentName,
    name: row.name,
    phoneNumber: row.phoneNumber,
    phoneNumberExt: row.phoneNumberExt,
    fromPhoneNumber: row.fromNumber ?? '',
    timezone: row.timezone,
    customInputVariables: row.variables,
    test: row.test,
    resultUrl: callResultUrl(row.id),
    dialerUrl: row.dialerUrl,
    dialerSecret: row.dialerSecret,
    outcomes: row.outcomes,
  }
}
