import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import { parsePublicId, toPublicId } from '@/domain/ids'
import { requestFault } from '@/domain/parse-request'
import { transaction } from '@/platform/db'
import { publishEvents } from '@/platform/outbox'
import { moveSequences } from './move-sequences'

/**
 * Moves the next step of a sequence to another moment. A call is due when the call windows of the agent are open at that
 * moment or next open after it, unless its enrollment bypasses them. A call that the person was promised is promised for
 * that moment from then on. One that waits for its turn in its chain is not called before it. A pause goes on.
 *
 * @param input.sequenceId public id
 * @param input.scheduledAt ISO 8601; without an offset in the contact's time zone
 * @returns the moment at which the step is due now
 * @throws SEQUENCE_NOT_FOUND, VALIDATION_ERROR for a moment that is none, past or too far, and CONFLICT for a sequence
 *   of which no step is planned
 */
export async function rescheduleSequence(
  actor: Actor,
  input: { sequenceId: string; scheduledAt: string },
): Promise<{ scheduledAt: string }> {
  const id = parsePublicId('sequence', input.sequenceId)
  const { scheduledAt, events } = await transaction(async (tx) => {
    const { moved, leftOut, events } = await moveSequences(tx, actor, id ? [id] : [], input.scheduledAt)
    const [one] = moved
    if (one) {
      if (one.before !== one.scheduledAt) {
        await appendAuditEntry(tx, actor, {
          action: 'sequence.rescheduled',
          object: { kind: 'sequence', id: toPublicId('sequence', one.id) },
          before: { dueAt: one.before },
          after: { dueAt: one.scheduledAt },
        })
      }
      return { scheduledAt: one.scheduledAt, events }
    }
    const [why] = leftOut
    if (!why) throw new RollcallError('SEQUENCE_NOT_FOUND', 'There is no such sequence in your organization.')
    if (why.isFaultOfMoment) throw requestFault('scheduledAt', why.reason)
    throw new RollcallError('CONFLICT', why.reason)
  })
  await publishEvents(events)
  return { scheduledAt }
}
