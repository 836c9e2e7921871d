import { workDue } from '@/domain/events'
import { endSequences, finishBatches } from '@/domain/sequences/end-sequences'
import { lockSequences, lockWork } from '@/domain/sequences/lock-sequences'
import { tendChains } from '@/domain/sequences/tend-chains'
import { nowMs } from '@/platform/clock'
import { type Tx, transaction } from '@/platform/db'
import type { DomainEvent } from '@/platform/define-event'
import { recordEvents } from '@/platform/outbox'
import { findSuppressions } from './find-suppressions'
import { suppressedReason, suppressionInForce } from './suppression-in-force.rules'

/** A sequence of somebody on a suppression list, and the name of the list. */
export type SuppressedSequence = { sequenceId: string; listName: string }

/** Finds those of an agent's sequences whose numbers it does not call. Nothing is locked or written. */
export async function findSuppressedSequences(
  tx: Tx,
  { organizationId, agentId }: { organizationId: string; agentId: string },
  sequenceIds: readonly string[],
): Promise<SuppressedSequence[]> {
  if (sequenceIds.length === 0) return []
  const contacts = await tx.rows<{ id: string; phoneNumber: string }>`
    SELECT id, phone_number AS "phoneNumber" FROM contacts
    WHERE id = ANY(${sequenceIds}::uuid[]) AND organization_id = ${organizationId}`
  const numbers = contacts.map(({ phoneNumber }) => ({ organizationId, phoneNumber }))
  const suppressionsOf = await findSuppressions(tx, numbers)
  const now = nowMs()
  return contacts.flatMap(({ id, phoneNumber }) => {
    const suppression = suppressionInForce(suppressionsOf({ organizationId, phoneNumber }), agentId, now)
    return suppression ? [{ sequenceId: id, listName: suppression.listName }] : []
  })
}

/**
 * Ends sequences of people on a suppression list as cancelled, with the list as the reason: what was requested and has not
 * gone out is withdrawn, credits are released, and their chains go on.
 *
 * @param others further sequences that the transaction will change, to be locked in one order with these
 */
export async function endSuppressed(
  tx: Tx,
  suppressed: readonly SuppressedSequence[],
  others: readonly string[] = [],
): Promise<void> {
  const sequenceIds = suppressed.map(({ sequenceId }) => sequenceId)
  if (sequenceIds.length === 0) return lockSequences(tx, others)
  const { batchIds, chainIds } = await lockWork(tx, sequenceIds)
  await lockSequences(tx, [...sequenceIds, ...others])
  // Of one list, as a rule: people are seldom on several.
  for (const listName of new Set(suppressed.map((one) => one.listName))) {
    const ofList = suppressed.filter((one) => one.listName === listName).map(({ sequenceId }) => sequenceId)
    await endSequences(tx, ofList, 'cancelled', 'cancelled', suppressedReason(listName))
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
export function endWithdrawn(
  suppressed: readonly (SuppressedSequence & { agentId: string })[],
): Promise<DomainEvent[]> {
  return transaction(async (tx) => {
    await endSuppressed(tx, suppressed)
    const events = [...new Set(suppressed.map(({ agentId }) => agentId))].map((agentId) => workDue.of({ agentId }))
    await recordEvents(tx, events)
    return events
  })
}
