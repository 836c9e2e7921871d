import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { SCHEDULED_AT_AHEAD_DAYS_MAX, SCHEDULED_AT_PAST_MS_MAX } from '@/domain/contacts/judge-schedule.rules'
import { RollcallError } from '@/domain/errors'
import { workDue } from '@/domain/events'
import { parsePublicId, toPublicId } from '@/domain/ids'
import { requestFault } from '@/domain/parse-request'
import { nextAllowedMoment } from '@/domain/schedule/call-windows.rules'
import type { CallWindows } from '@/domain/schedule/call-windows.schema'
import { momentOf, parseScheduledAt } from '@/domain/schedule/scheduled-at.rules'
import { nowMs } from '@/platform/clock'
import { type Tx, transaction } from '@/platform/db'
import { publishEvents, recordEvents } from '@/platform/outbox'
import { lockSequences, lockWork } from './lock-sequences'

type Row = {
  status: string | null
  stepType: string | null
  /** Nothing of it has been done yet. */
  isFirst: boolean
  dueAt: Date | null
  timezone: string
  agentId: string
  bypassWindows: boolean
  callWindows: CallWindows
}

/**
 * Moves the next step of a sequence to another moment. A call is due when the call windows of the agent are open at that
 * moment or next open after it, unless its enrollment bypasses them. A call that the person was promised is promised for that moment from then on. A pause goes on.
 *
 * @param input.sequenceId public id
 * @param input.scheduledAt ISO 8601; without an offset in the contact's time zone
 * @returns the moment at which the step is due now
 * @throws SEQUENCE_NOT_FOUND, VALIDATION_ERROR for a moment that is none, past or too far, and CONFLICT for a sequence
 *   of which no step is scheduled
 */
export async function rescheduleSequence(
  actor: Actor,
  input: { sequenceId: string; scheduledAt: string },
): Promise<{ scheduledAt: string }> {
  const id = parsePublicId('sequence', input.sequenceId)
  const { scheduledAt, events } = await transaction(async (tx) => {
    const row = id ? await lockAndLoad(tx, actor, id) : undefined
    if (!id || !row) throw new RollcallError('SEQUENCE_NOT_FOUND', 'There is no such sequence in your organization.')
    if (row.dueAt === null) throw new RollcallError('CONFLICT', whyNotScheduled(row.status))
    const scheduledAt = new Date(readMoment(row, input.scheduledAt)).toISOString()
    if (scheduledAt === row.dueAt.toISOString()) return { scheduledAt, events: [] }
    await tx.execute`
      UPDATE sequences SET due_at = ${scheduledAt}::timestamptz, updated_at = now(), promise_moved = false,
        promised_at = CASE WHEN promised_at IS NULL THEN NULL ELSE ${scheduledAt}::timestamptz END
      WHERE id = ${id}::uuid`
    // The contact's own moment is that of the first call, or of the first mail.
    if (row.isFirst) {
      await tx.execute`UPDATE contacts SET scheduled_at = ${scheduledAt}::timestamptz WHERE id = ${id}::uuid`
    }
    await appendAuditEntry(tx, actor, {
      action: 'sequence.rescheduled',
      object: { kind: 'sequence', id: toPublicId('sequence', id) },
      before: { dueAt: row.dueAt.toISOString() },
      after: { dueAt: scheduledAt },
    })
    const events = [workDue.of({ agentId: row.agentId })]
    await recordEvents(tx, events)
    return { scheduledAt, events }
  })
  await publishEvents(events)
  return { scheduledAt }
}

async function lockAndLoad(tx: Tx, actor: Actor, id: string): Promise<Row | undefined> {
  const [contact] = await tx.rows<{ id: string }>`
    SELECT id FROM contacts WHERE id = ${id}::uuid AND organization_id = ${actor.organizationId}`
  if (!contact) return undefined
  await lockWork(tx, [id])
  await lockSequences(tx, [id])
  const [row] = await tx.rows<Row>`
    SELECT sequence.status, sequence.step_type AS "stepType",
      coalesce(sequence.step_index = 0 AND sequence.attempt = 1, false) AS "isFirst", sequence.due_at AS "dueAt",
      contact.timezone, agent.id AS "agentId",
      bypasses_windows(batch.options) AS "bypassWindows", agent.call_windows AS "callWindows"
    FROM contacts contact
    JOIN batches batch ON batch.id = contact.batch_id
    JOIN agents agent ON agent.id = batch.agent_id
    LEFT JOIN sequences sequence ON sequence.id = contact.id
    WHERE contact.id = ${id}::uuid AND contact.organization_id = ${actor.organizationId}`
  return row
}

function whyNotScheduled(status: string | null): string {
  switch (status) {
    case null:
      return 'This sequence is still being created. Try again in a moment.'
    case 'waiting':
      return 'This sequence waits for its turn in its chain, so it has no moment yet.'
    case 'in progress':
      return 'A step of this sequence is under way. Try again when it has ended.'
    default:
      return `This sequence has ended (${status}), so nothing of it is scheduled.`
  }
}

function readMoment(row: Row, text: string): number {
  const written = parseScheduledAt(text)
  if (written === null) {
    const message =
      'This is not a date and time as ISO 8601 has it. Write it such as 2027-03-01 16:00 or 2027-03-01T16:00:00Z.'
    throw requestFault('scheduledAt', message)
  }
  const [now, ms] = [nowMs(), momentOf(written, row.timezone)]
  if (ms < now - SCHEDULED_AT_PAST_MS_MAX) {
    throw requestFault('scheduledAt', 'This moment is in the past. Choose one from now on.')
  }
  if (ms > now + SCHEDULED_AT_AHEAD_DAYS_MAX * 86_400_000) {
    throw requestFault(
      'scheduledAt',
      `This moment is over ${SCHEDULED_AT_AHEAD_DAYS_MAX} days ahead. Choose an earlier one.`,
    )
  }
  if (row.bypassWindows || row.stepType !== 'CALL') return ms
  return nextAllowedMoment(row.callWindows, row.timezone, ms) ?? ms
}
