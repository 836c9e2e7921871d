import type { AgentOutcome, AgentStep } from '@/domain/agents/agent.schema'
import { callBackOf } from '@/domain/cadence/next-call.rules'
import { readPromise } from '@/domain/cadence/read-promise.rules'
import { isConversation } from '@/domain/contact-safety/call-caps.rules'
import { settleCredits } from '@/domain/credits/settle-credits'
import { workDue } from '@/domain/events'
import type { ResultType } from '@/domain/results/call-result.schema'
import { applyStepEnds, type SequenceStepEnd } from '@/domain/sequences/apply-step-ends'
import { createMissing, workDueOf } from '@/domain/sequences/cancel-sequences'
import { endSequences, finishBatches } from '@/domain/sequences/end-sequences'
import { lockSequences, lockWork } from '@/domain/sequences/lock-sequences'
import { type AfterStep, isSuccessful, nextAfterStep } from '@/domain/sequences/next-after-step.rules'
import type { ResultFacts } from '@/domain/sequences/sequence-result.rules'
import { closeChains, tendChains } from '@/domain/sequences/tend-chains'
import { OPTED_OUT_REASON } from '@/domain/suppression/note-opt-out'
import { findOptedOut } from '@/domain/suppression/opt-out-in-calls'
import { insertCallResultDeliveries } from '@/domain/webhooks/insert-call-result-deliveries'
import { nowMs } from '@/platform/clock'
import { db, type Tx, transaction } from '@/platform/db'
import type { DomainEvent } from '@/platform/define-event'
import { publishEvents, recordEvents } from '@/platform/outbox'
import { togetherOrAlone } from '@/platform/together-or-alone'
import { type EndedCall as EndedAttempt, mayBeCalledAgain, planNextCalls } from './plan-next-calls'
import { splitByTurn } from './split-by-turn.rules'

type Row = {
  id: string
  status: string
  resultType: ResultType
  /** The outcomes that the result names. */
  reached: { name: string }[]
  endedAt: Date
  agentId: string
  sequenceId: string
  sequenceStatus: string
  stepIndex: number
  attempt: number
  rescheduledAt: string | null
  /** The dialer says that the number cannot be called, now or later. */
  failedForGood: boolean
  promisedAt: Date | null
  promiseMoved: boolean
  /** The sequence waits for the call after this one, of the same step: a retry, or a promise that was moved. */
  awaitsRetry: boolean
  chainId: string | null
  chainIsOpen: boolean
  steps: AgentStep[]
  outcomes: AgentOutcome[]
  chainAdvance: 'call' | 'sequence'
}

export type Settled = {
  settled: number
  /** Ids of the calls that could not be settled, while others could. */
  failed: string[]
}

/**
 * Carries out the effects of calls that have ended, many in one transaction: each sequence goes to its next step or
 * ends, its chain moves on, credits are booked, everything open of who opted out ends, and webhook deliveries are written with the state after all that. Then
 * the lines are free. Running it again changes nothing.
 *
 * @throws when none of the calls could be settled
 */
export async function settleCalls(input: { callIds: readonly string[] }): Promise<Settled> {
  const { callIds } = input
  const calls = await db().rows<EndedCall>`
    SELECT id, sequence_id AS "sequenceId", chain_id AS "chainId",
      (result -> 'optOut' ->> 'scope') IS NOT NULL AS "optsOut"
    FROM calls
    WHERE id = ANY(${callIds}::uuid[]) ORDER BY ended_at, id`
  let settled = 0
  const failed: string[] = []
  const errors: unknown[] = []
  for (const set of splitByTurn(calls)) {
    try {
      const done = await togetherOrAlone(set, settle)
      settled += done.results.reduce((sum, count) => sum + count, 0)
      failed.push(...done.failed.map(({ item }) => item.id))
    } catch (error) {
      failed.push(...set.map(({ id }) => id))
      errors.push(error)
    }
  }
  if (failed.length > 0 && failed.length === calls.length) throw errors[0]
  return { settled, failed }
}

type EndedCall = { id: string; sequenceId: string; chainId: string | null; optsOut: boolean }

/** @returns how many had effects that were still to come */
async function settle(calls: readonly EndedCall[]): Promise<number> {
  const sequenceIds = calls.map(({ sequenceId }) => sequenceId)
  const { rows, events } = await transaction(async (tx) => {
    const optedOut = await findOptedOut(
      tx,
      calls.filter(({ optsOut }) => optsOut).map(({ id }) => id),
    )
    const { batchIds, chainIds } = await lockWork(tx, [...sequenceIds, ...optedOut])
    // All of the chains at once: what ends or activates others of them later would lock out of order.
    await lockSequences(tx, [...sequenceIds, ...optedOut, ...(await openMembersOf(tx, chainIds))])
    const rows = await loadUnsettled(
      tx,
      calls.map(({ id }) => id),
    )
    if (rows.length === 0) return { rows, events: [] }
    await applyToSequences(tx, rows)
    await markSettled(tx, rows)
    await applySuccessToChains(tx, rows)
    const nudges = await endOptedOut(tx, optedOut)
    await releaseIfNeverCalled(tx, rows)
    await tendChains(tx, chainIds, nowMs())
    await finishBatches(tx, batchIds)
    return { rows, events: [...nudges, ...(await announce(tx, rows))] }
  })
  await publishEvents(events)
  return rows.length
}

/** Ends all that is open of those who opted out, the sequence of the call too. */
async function endOptedOut(tx: Tx, contactIds: readonly string[]): Promise<DomainEvent[]> {
  if (contactIds.length === 0) return []
  // Only a sequence that exists can be ended.
  const revived = await createMissing(tx, contactIds)
  await endSequences(tx, contactIds, 'cancelled', 'cancelled', OPTED_OUT_REASON)
  const events = [...revived, ...(await workDueOf(tx, contactIds))]
  await recordEvents(tx, events)
  return events
}

async function openMembersOf(tx: Tx, chainIds: readonly string[]): Promise<string[]> {
  if (chainIds.length === 0) return []
  const rows = await tx.rows<{ id: string }>`
    SELECT id FROM sequences WHERE chain_id = ANY(${chainIds}::uuid[]) AND sequence_is_open(status)`
  return rows.map(({ id }) => id)
}

/**
 * Loads the calls whose effects are still to come: they have ended, or a late result replaced the one that was settled.
 */
function loadUnsettled(tx: Tx, callIds: readonly string[]): Promise<Row[]> {
  return tx.rows<Row>`
    SELECT call.id, call.status, call.result_type AS "resultType", call.result -> 'outcomes' AS reached,
      call.ended_at AS "endedAt",
      call.agent_id AS "agentId", call.sequence_id AS "sequenceId", sequence.status AS "sequenceStatus",
      call.step_index AS "stepIndex", call.attempt, call.chain_id AS "chainId",
      call.result ->> 'rescheduledAt' AS "rescheduledAt",
      coalesce(call.result_type = 'Failed' AND call.result #>> '{additional,failure,kind}' = 'for good', false) AS "failedForGood",
      call.promised_at AS "promisedAt",
      call.promise_moved AS "promiseMoved",
      sequence.due_at IS NOT NULL AND sequence.step_index = call.step_index AND NOT EXISTS (
        SELECT FROM calls later WHERE later.sequence_id = call.sequence_id AND later.id > call.id AND later.status <> 'withdrawn')
        AS "awaitsRetry",
      coalesce((SELECT closed_at IS NULL FROM chains WHERE chains.id = call.chain_id), false) AS "chainIsOpen",
      batch.steps, batch.outcomes, batch.chain_advance AS "chainAdvance"
    FROM calls call
    JOIN sequences sequence ON sequence.id = call.sequence_id
    JOIN batches batch ON batch.id = call.batch_id
    WHERE call.id = ANY(${callIds}::uuid[])
      AND (call.status = 'ended' OR (call.status = 'settled' AND call.settled_at IS NULL))
      AND call.result IS NOT NULL AND call.result_type IS NOT NULL AND call.ended_at IS NOT NULL
    ORDER BY call.id FOR NO KEY UPDATE OF call`
}

async function applyToSequences(tx: Tx, rows: readonly Row[]): Promise<void> {
  const ends: SequenceStepEnd[] = []
  const others: Row[] = []
  const again = await planNextCalls(tx, rows.flatMap(unfinishedStep), nowMs())
  for (const row of rows) {
    const { sequenceId, resultType } = row
    const after = row.sequenceStatus === 'in progress' ? (again.get(row.id) ?? afterCall(row)) : null
    const isLate = row.status === 'settled'
    // What the call came to is written with what follows, for one write is an entry less in each index than two are.
    if (after) ends.push({ sequenceId, after, call: isLate ? undefined : { resultType, best: bestOf(row) } })
    if (after === null || isLate) others.push(row)
  }
  if (others.length > 0) await keepResults(tx, others)
  await applyStepEnds(tx, ends)
}

/**
 * Returns the call where its step may call again. A late result changes when the next call comes only by a promise, and
 * while that call still waits.
 */
function unfinishedStep(row: Row): EndedAttempt[] {
  const { id, attempt, resultType, endedAt } = row
  const step = row.steps[row.stepIndex]
  if (!step || row.sequenceStatus !== 'in progress' || wasSuccessful(row) || row.failedForGood) return []
  const callBack = callBackOf(row)
  const rescheduledAtMs = readPromise(row.rescheduledAt, endedAt.getTime())
  if (row.status === 'settled' && !(row.awaitsRetry && rescheduledAtMs !== null)) return []
  const call = { id, attempt, resultType, endedAt, step, callBack, rescheduledAtMs }
  return mayBeCalledAgain(call) ? [call] : []
}

/**
 * Keeps what calls came to that nothing follows, or that were settled before. A result that comes late is not the last
 * one if the next call has ended already. What was reached once stays reached.
 */
async function keepResults(tx: Tx, rows: readonly Row[]): Promise<void> {
  const results = rows.map((row) => {
    const { sequenceId: id, id: callId, resultType: type } = row
    return { id, callId, type, best: bestOf(row) }
  })
  await tx.execute`
    UPDATE sequences SET updated_at = now(),
      last_result_type = CASE WHEN EXISTS (SELECT 1 FROM calls later
        WHERE later.sequence_id = sequences.id AND later.id > ended."callId" AND later.status = 'settled')
        THEN last_result_type ELSE ended.type END,
      best_result = CASE WHEN ended.best = 'goal reached' THEN ended.best ELSE coalesce(best_result, ended.best) END
    FROM json_to_recordset(${JSON.stringify(results)}::json) AS ended(id uuid, "callId" uuid, type text, best text)
    WHERE sequences.id = ended.id`
}

/** What a call came to when we spoke to somebody; null when nobody was reached. */
function bestOf(row: Row): ResultFacts['bestResult'] {
  if (wasSuccessful(row)) return 'goal reached'
  return row.resultType === 'Goal Not Completed' ? 'goal not reached' : null
}

/**
 * Decides what follows the call. Null means nothing: a late result without success does not undo the steps that were
 * taken meanwhile. But who was spoken to after all is not called again for the same step, if that is still to come and was
 * not promised by this result.
 */
function afterCall(row: Row): AfterStep | null {
  const successful = wasSuccessful(row)
  if (row.status === 'settled' && successful) return { kind: 'success' }
  if (row.status === 'settled' && !(row.awaitsRetry && isConversation(row.resultType))) return null
  return nextAfterStep(row.stepIndex, row.steps, row.chainAdvance, {
    stepType: 'CALL',
    successful,
    failed: row.resultType === 'Failed',
    endedAtMs: row.endedAt.getTime(),
  })
}

function wasSuccessful({ resultType, reached, outcomes }: Row): boolean {
  return isSuccessful({ resultType, outcomes: reached }, outcomes)
}

async function markSettled(tx: Tx, rows: readonly Row[]): Promise<void> {
  const ids = rows.map(({ id }) => id)
  await tx.execute`UPDATE calls SET status = 'settled', settled_at = now() WHERE id = ANY(${ids}::uuid[])`
}

async function applySuccessToChains(tx: Tx, rows: readonly Row[]): Promise<void> {
  const successes = rows.flatMap((row) => {
    const { chainId, chainIsOpen, sequenceId } = row
    return chainId !== null && chainIsOpen && wasSuccessful(row) ? [{ chainId, sequenceId }] : []
  })
  if (successes.length > 0) await endSequences(tx, await closeChains(tx, successes), 'cancelled', 'skipped')
}

/**
 * Releases the credits of sequences that ended without a placed call. Such a credit is still reserved, since neither a
 * dialer nor a result has said that there was a call.
 */
async function releaseIfNeverCalled(tx: Tx, rows: readonly Row[]): Promise<void> {
  const sequenceIds = rows.map(({ sequenceId }) => sequenceId)
  const ended = await tx.rows<{ id: string }>`
    SELECT id FROM sequences
    WHERE id = ANY(${sequenceIds}::uuid[]) AND credit_state = 'reserved' AND NOT sequence_is_open(status)`
  if (ended.length === 0) return
  await settleCredits(
    tx,
    ended.map(({ id }) => id),
    'release',
  )
}

/** @returns the events, to publish after the commit */
async function announce(tx: Tx, rows: readonly Row[]): Promise<DomainEvent[]> {
  const deliveries = await insertCallResultDeliveries(
    tx,
    rows.map(({ id }) => id),
  )
  const agentIds = [...new Set(rows.map(({ agentId }) => agentId))]
  const nudges = agentIds.map((agentId) => workDue.of({ agentId }))
  await recordEvents(tx, nudges)
  return [...deliveries, ...nudges]
}
