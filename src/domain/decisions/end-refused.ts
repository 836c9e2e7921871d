import { workDue } from '@/domain/events'
import { endSequences, finishBatches } from '@/domain/sequences/end-sequences'
import { lockSequences, lockWork } from '@/domain/sequences/lock-sequences'
import { tendChains } from '@/domain/sequences/tend-chains'
import { nowMs } from '@/platform/clock'
import { type Tx, transaction } from '@/platform/db'
import type { DomainEvent } from '@/platform/define-event'
import { recordEvents } from '@/platform/outbox'

/** A sequence of somebody who is never called, and why (`describeNever`). */
export type RefusedSequence = { sequenceId: string; reason: string }

/**
 * Ends sequences of people who are never called as cancelled, with the reason: what was requested and has not gone out is
 * withdrawn, credits are released, and their chains go on.
 *
 * @param others further sequences that the transaction will change, to be locked in one order with these
 */
export async function endRefused(
  tx: Tx,
  refused: readonly RefusedSequence[],
  others: readonly string[] = [],
): Promise<void> {
  const sequenceIds = refused.map(({ sequenceId }) => sequenceId)
  if (sequenceIds.length === 0) return lockSequences(tx, others)
  const { batchIds, chainIds } = await lockWork(tx, sequenceIds)
  await lockSequences(tx, [...sequenceIds, ...others])
  // A reason names a list, a consent or a place, so there are few of them.
  for (const reason of new Set(refused.map((one) => one.reason))) {
    const alike = refused.filter((one) => one.reason === reason).map(({ sequenceId }) => sequenceId)
    await endSequences(tx, alike, 'cancelled', 'cancelled', reason)
  }
  await tendChains(tx, chainIds, nowMs())
  await finishBatches(tx, batchIds)
}

/**
 * Ends sequences whose calls were withdrawn right before a dialer would have been asked, in a transaction of their own: the
 * locks of batches and chains come before those of sequences, which the placement held. Where this is never reached, the
 * next dispatch ends them.
 *
 * @returns the events, to publish
 */
export function endWithdrawn(refused: readonly (RefusedSequence & { agentId: string })[]): Promise<DomainEvent[]> {
  return transaction(async (tx) => {
    await endRefused(tx, refused)
    const events = [...new Set(refused.map(({ agentId }) => agentId))].map((agentId) => workDue.of({ agentId }))
    await recordEvents(tx, events)
    return events
  })
}
