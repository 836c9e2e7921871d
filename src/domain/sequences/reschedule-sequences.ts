import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { parsePublicId, toPublicId } from '@/domain/ids'
import { transaction } from '@/platform/db'
import { publishEvents } from '@/platform/outbox'
import { moveSequences } from './move-sequences'

export type Rescheduled = {
  rescheduled: { sequenceId: string; scheduledAt: string }[]
  /** Those that stay as they are, each with why. An id that is none of the organization's is among them. */
  leftOut: { sequenceId: string; reason: string }[]
}

/**
 * Moves the next steps of many sequences to another moment, each as `rescheduleSequence` does. One that cannot be moved
 * keeps no other from it. A moment without an offset is one for each time zone.
 *
 * @param input.sequenceIds public ids, up to 1,000
 * @throws VALIDATION_ERROR for a moment that is none
 */
export async function rescheduleSequences(
  actor: Actor,
  input: { sequenceIds: readonly string[]; scheduledAt: string },
): Promise<Rescheduled> {
  const sequenceIds = [...new Set(input.sequenceIds)]
  const ids = sequenceIds.flatMap((sequenceId) => parsePublicId('sequence', sequenceId) ?? [])
  const { moved, leftOut, events } = await transaction(async (tx) => {
    const done = await moveSequences(tx, actor, ids, input.scheduledAt)
    const rescheduled = done.moved.filter(({ before, scheduledAt }) => before !== scheduledAt).length
    if (rescheduled > 0) {
      const details = { rescheduled, scheduledAt: input.scheduledAt }
      await appendAuditEntry(tx, actor, { action: 'sequences.rescheduled', details })
    }
    return done
  })
  await publishEvents(events)
  const rescheduled = moved.map(({ id, scheduledAt }) => ({ sequenceId: toPublicId('sequence', id), scheduledAt }))
  const stayed = leftOut.map(({ id, reason }) => ({ sequenceId: toPublicId('sequence', id), reason }))
  const known = new Set([...rescheduled, ...stayed].map(({ sequenceId }) => sequenceId))
  const unknown = sequenceIds
    .filter((sequenceId) => !known.has(sequenceId))
    .map((sequenceId) => ({ sequenceId, reason: 'There is no such sequence in your organization.' }))
  return { rescheduled, leftOut: [...stayed, ...unknown] }
}
