import type { Actor } from '@/domain/actor'
import { SCHEDULED_AT_AHEAD_DAYS_MAX, SCHEDULED_AT_PAST_MS_MAX } from '@/domain/contacts/judge-schedule.rules'
import { workDue } from '@/domain/events'
import { requestFault } from '@/domain/parse-request'
import { nextAllowedMoment } from '@/domain/schedule/call-windows.rules'
import type { CallWindows } from '@/domain/schedule/call-windows.schema'
import { momentOf, parseScheduledAt, type WrittenTime } from '@/domain/schedule/scheduled-at.rules'
import { nowMs } from '@/platform/clock'
import type { Tx } from '@/platform/db'
import type { DomainEvent } from '@/platform/define-event'
import { recordEvents } from '@/platform/outbox'
import { lockSequences, lockWork } from './lock-sequences'

type Row = {
  id: string
  status: string | null
  stepType: string | null
  /** Nothing of it has been done yet. */
  isFirst: boolean
  dueAt: Date | null
  scheduledAt: Date
  timezone: string
  agentId: string
  bypassWindows: boolean
  callWindows: CallWindows
}

export type MovedSequence = { id: string; before: string; scheduledAt: string; isDue: boolean; isFirst: boolean }

export type MoveOfSequences = {
  moved: MovedSequence[]
  /** Those that stay, with why; `isFaultOfMoment` when another moment would do. */
  leftOut: { id: string; reason: string; isFaultOfMoment: boolean }[]
  /** To publish after the commit. */
  events: DomainEvent[]
}

/**
 * Moves the next steps of sequences of the organization to another moment, under their locks, in sets. Contacts of others are
 * passed over.
 *
 * @param sequenceIds UUIDs
 * @param text ISO 8601; without an offset it is read in the time zone of each contact
 * @throws VALIDATION_ERROR for a text that is no moment
 */
export async function moveSequences(
  tx: Tx,
  actor: Actor,
  sequenceIds: readonly string[],
  text: string,
): Promise<MoveOfSequences> {
  const rows = await lockAndLoad(tx, actor, sequenceIds)
  const written = parseScheduledAt(text)
  const move: MoveOfSequences = { moved: [], leftOut: [], events: [] }
  const now = nowMs()
  for (const row of rows) {
    const { id, dueAt, status, isFirst } = row
    if (dueAt === null && status !== 'waiting') {
      move.leftOut.push({ id, reason: whyNotPlanned(status), isFaultOfMoment: false })
      continue
    }
    if (written === null) throw requestFault('scheduledAt', NO_MOMENT)
    const read = readMoment(row, written, now)
    if (typeof read === 'string') {
      move.leftOut.push({ id, reason: read, isFaultOfMoment: true })
      continue
    }
    const before = (dueAt ?? row.scheduledAt).toISOString()
    const scheduledAt = new Date(read).toISOString()
    move.moved.push({ id, before, scheduledAt, isDue: dueAt !== null, isFirst })
  }
  const changed = move.moved.filter(({ before, scheduledAt }) => before !== scheduledAt)
  if (changed.length > 0) {
    await write(tx, changed)
    const ids = new Set(changed.map(({ id }) => id))
    const agentIds = new Set(rows.flatMap(({ id, agentId }) => (ids.has(id) ? [agentId] : [])))
    move.events = [...agentIds].map((agentId) => workDue.of({ agentId }))
    await recordEvents(tx, move.events)
  }
  return move
}

async function lockAndLoad(tx: Tx, actor: Actor, sequenceIds: readonly string[]): Promise<Row[]> {
  if (sequenceIds.length === 0) return []
  const contacts = await tx.rows<{ id: string }>`
    SELECT id FROM contacts WHERE id = ANY(${sequenceIds}::uuid[]) AND organization_id = ${actor.organizationId}`
  if (contacts.length === 0) return []
  const ids = contacts.map(({ id }) => id)
  await lockWork(tx, ids)
  await lockSequences(tx, ids)
  return tx.rows<Row>`
    SELECT contact.id, sequence.status, sequence.step_type AS "stepType",
      coalesce(sequence.step_index = 0 AND sequence.attempt = 1, false) AS "isFirst", sequence.due_at AS "dueAt",
      contact.scheduled_at AS "scheduledAt", contact.timezone, agent.id AS "agentId",
      bypasses_windows(batch.options) AS "bypassWindows", agent.call_windows AS "callWindows"
    FROM contacts contact
    JOIN batches batch ON batch.id = contact.batch_id
    JOIN agents agent ON agent.id = batch.agent_id
    LEFT JOIN sequences sequence ON sequence.id = contact.id
    WHERE contact.id = ANY(${ids}::uuid[]) AND contact.organization_id = ${actor.organizationId}
    ORDER BY contact.id`
}

/** Writes the moments. The contact's own is that of the first call or mail; before its turn in its chain it has no other. */
async function write(tx: Tx, moved: readonly MovedSequence[]): Promise<void> {
  const due = moved.filter(({ isDue }) => isDue).map(({ id, scheduledAt }) => ({ id, at: scheduledAt }))
  const own = moved
    .filter(({ isDue, isFirst }) => isFirst || !isDue)
    .map(({ id, scheduledAt }) => ({ id, at: scheduledAt }))
  if (due.length > 0) {
    await tx.execute`
      UPDATE sequences SET due_at = moved.at, updated_at = now(), promise_moved = false,
        promised_at = CASE WHEN promised_at IS NULL THEN NULL ELSE moved.at END
      FROM json_to_recordset(${JSON.stringify(due)}::json) AS moved(id uuid, at timestamptz)
      WHERE sequences.id = moved.id`
  }
  if (own.length > 0) {
    await tx.execute`
      UPDATE contacts SET scheduled_at = moved.at, scheduled_at_given = true
      FROM json_to_recordset(${JSON.stringify(own)}::json) AS moved(id uuid, at timestamptz)
      WHERE contacts.id = moved.id`
  }
}

function whyNotPlanned(status: string | null): string {
  switch (status) {
    case null:
      return 'This sequence is still being created. Try again in a moment.'
    case 'in progress':
      return 'A step of this sequence is under way. Try again when it has ended.'
    default:
      return `This sequence has ended (${status}), so nothing of it is scheduled.`
  }
}

const NO_MOMENT =
  'This is not a date and time as ISO 8601 has it. Write it such as 2027-03-01 16:00 or 2027-03-01T16:00:00Z.'

/** Returns the moment at which the step is due then, or what is wrong with the one that was asked for. */
function readMoment(row: Row, written: WrittenTime, now: number): number | string {
  const ms = momentOf(written, row.timezone)
  if (ms < now - SCHEDULED_AT_PAST_MS_MAX) return 'This moment is in the past. Choose one from now on.'
  if (ms > now + SCHEDULED_AT_AHEAD_DAYS_MAX * 86_400_000) {
    return `This moment is over ${SCHEDULED_AT_AHEAD_DAYS_MAX} days ahead. Choose an earlier one.`
  }
  if (row.bypassWindows || row.stepType !== 'CALL') return ms
  return nextAllowedMoment(row.callWindows, row.timezone, ms) ?? ms
}
