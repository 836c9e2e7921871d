import type { AgentOutcome, AgentStep } from '@/domain/agents/agent.schema'
import { settleCredits } from '@/domain/credits/settle-credits'
import { workDue } from '@/domain/events'
import type { CallResult } from '@/domain/results/call-result.schema'
import { applyStepEnd } from '@/domain/sequences/apply-step-end'
import { endSequences, finishBatches } from '@/domain/sequences/end-sequences'
import { lockSequences, lockWork } from '@/domain/sequences/lock-sequences'
import { type AfterStep, isSuccessful, nextAfterStep } from '@/domain/sequences/next-after-step.rules'
import { closeChain, tendChains } from '@/domain/sequences/tend-chains'
import { insertCallResultDeliveries } from '@/domain/webhooks/insert-call-result-deliveries'
import { nowMs } from '@/platform/clock'
import { type Tx, transaction } from '@/platform/db'
import { publishEvents, recordEvents } from '@/platform/outbox'

type Row = {
  status: string
  settledAt: Date | null
  result: CallResult
  endedAt: Date
  agentId: string
  sequenceId: string
  sequenceStatus: string
  stepIndex: number
  chainId: string | null
  chainIsOpen: boolean
  steps: AgentStep[]
  outcomes: AgentOutcome[]
  chainAdvance: 'call' | 'sequence'
}

/**
 * Carries out the effects of a call that has ended, in one transaction: the sequence goes to its next step or ends, the
 * chain moves on, credits are booked, and webhook deliveries are written with the state after all that. Then the line
 * is free. Running it again changes nothing.
 */
export async function settleCall(input: { callId: string }): Promise<{ settled: boolean }> {
  const events = await transaction(async (tx) => {
    const [call] = await tx.rows<{ sequenceId: string }>`
      SELECT sequence_id AS "sequenceId" FROM calls WHERE id = ${input.callId}::uuid`
    if (!call) return null
    const { batchIds, chainIds } = await lockWork(tx, [call.sequenceId])
    await lockSequences(tx, [call.sequenceId])
    const row = await load(tx, input.callId)
    if (!row) return null
    await applyToSequence(tx, row)
    await tx.execute`
      UPDATE calls SET status = 'settled', settled_at = now() WHERE id = ${input.callId}::uuid`
    await applySuccessToChain(tx, row)
    await releaseIfNeverCalled(tx, row.sequenceId)
    await tendChains(tx, chainIds, nowMs())
    await finishBatches(tx, batchIds)
    const deliveries = await insertCallResultDeliveries(tx, input.callId)
    const nudge = workDue.of({ agentId: row.agentId })
    await recordEvents(tx, [nudge])
    return [...deliveries, nudge]
  })
  if (events) await publishEvents(events)
  return { settled: events !== null }
}

/**
 * Loads a call whose effects are still to come: it has ended, or a late result replaced the one that was settled.
 * Returns undefined for any other.
 */
async function load(tx: Tx, callId: string): Promise<Row | undefined> {
  const [row] = await tx.rows<Row>`
    SELECT call.status, call.settled_at AS "settledAt", call.result, call.ended_at AS "endedAt",
      call.agent_id AS "agentId", call.sequence_id AS "sequenceId", sequence.status AS "sequenceStatus",
      call.step_index AS "stepIndex", call.chain_id AS "chainId",
      coalesce((SELECT closed_at IS NULL FROM chains WHERE chains.id = call.chain_id), false) AS "chainIsOpen",
      batch.steps, batch.outcomes, batch.chain_advance AS "chainAdvance"
    FROM calls call
    JOIN sequences sequence ON sequence.id = call.sequence_id
    JOIN batches batch ON batch.id = call.batch_id
    WHERE call.id = ${callId}::uuid AND (call.status = 'ended' OR (call.status = 'settled' AND call.settled_at IS NULL))
      AND call.result IS NOT NULL AND call.ended_at IS NOT NULL
    FOR NO KEY UPDATE OF call`
  return row
}

async function applyToSequence(tx: Tx, row: Row): Promise<void> {
  // A result that comes late is not the last one if the next call has ended already.
  await tx.execute`
    UPDATE sequences SET last_result_type = ${row.result.resultType}
    WHERE id = ${row.sequenceId}::uuid AND NOT EXISTS (SELECT 1 FROM calls later
      WHERE later.sequence_id = sequences.id AND later.step_index > ${row.stepIndex} AND later.status = 'settled')`
  if (row.sequenceStatus !== 'in progress') return
  const after = afterCall(row)
  if (after) await applyStepEnd(tx, row.sequenceId, row.chainId, after)
}

/**
 * Decides what follows the call. Null means nothing: a late result without success does not undo the steps that were
 * taken meanwhile.
 */
function afterCall(row: Row): AfterStep | null {
  const successful = isSuccessful(row.result, row.outcomes)
  if (row.status === 'settled') return successful ? { kind: 'success' } : null
  return nextAfterStep(row.stepIndex, row.steps, row.chainAdvance, {
    stepType: 'CALL',
    successful,
    failed: row.result.resultType === 'Failed',
    endedAtMs: row.endedAt.getTime(),
  })
}

async function applySuccessToChain(tx: Tx, row: Row): Promise<void> {
  if (row.chainId === null || !row.chainIsOpen || !isSuccessful(row.result, row.outcomes)) return
  await endSequences(tx, await closeChain(tx, row.chainId, row.sequenceId), 'cancelled', 'skipped')
}

/**
 * Releases the credit of a sequence that ended without a placed call. Such a credit is still reserved, since neither a
 * dialer nor a result has said that there was a call.
 */
async function releaseIfNeverCalled(tx: Tx, sequenceId: string): Promise<void> {
  const [ended] = await tx.rows<{ id: string }>`
    SELECT id FROM sequences
    WHERE id = ${sequenceId}::uuid AND NOT sequence_is_open(status)`
  if (ended) await settleCredits(tx, [sequenceId], 'release')
}
