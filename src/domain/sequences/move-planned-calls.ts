import { workDue } from '@/domain/events'
import type { CallWindows } from '@/domain/schedule/call-windows.schema'
import { nowMs } from '@/platform/clock'
import { type Tx, transaction } from '@/platform/db'
import { publishEvents, recordEvents } from '@/platform/outbox'
import { decidePlannedMoment } from './decide-planned-moment.rules'
import { lockSequences } from './lock-sequences'

/** How many planned calls are looked at in one transaction. */
const LOOKED_MAX = 5_000

/** Where to look on: behind this moment, and behind this sequence of that moment. */
export type PlannedPlace = { dueAt: string; id: string }

type Planned = { id: string; dueAt: Date; timezone: string; isFree: boolean }

/**
 * Moves planned calls of an agent whose call windows have changed (`decidePlannedMoment` says to when), so that no page
 * shows a moment at which nobody is called, and nobody waits for a window that has been open since. Those of paused
 * batches are left to the dispatch, which looks at each window again anyway. Calls back keep the moment that was promised.
 *
 * Only the background calls this, with an id from our own event, so there is no actor.
 *
 * @returns how many were moved, and where to go on; null when all were looked at
 */
export async function movePlannedCalls(input: {
  agentId: string
  after: PlannedPlace | null
}): Promise<{ moved: number; next: PlannedPlace | null }> {
  const { agentId, after } = input
  const { result, events } = await transaction(async (tx) => {
    const windows = await readWindows(tx, agentId)
    if (!windows) return { result: { moved: 0, next: null }, events: [] }
    const planned = await findPlanned(tx, agentId, after ?? { dueAt: '-infinity', id: NO_ID })
    const now = nowMs()
    const moves = planned.flatMap(({ id, dueAt, ...one }) => {
      const untilMs = decidePlannedMoment({ dueMs: dueAt.getTime(), ...one }, windows, now)
      return untilMs === null ? [] : [{ id, from: dueAt.toISOString(), at: untilMs / 1_000 }]
    })
    const moved = await move(tx, moves)
    const events = moved > 0 ? [workDue.of({ agentId })] : []
    await recordEvents(tx, events)
    const last = planned.length < LOOKED_MAX ? undefined : planned.at(-1)
    return { result: { moved, next: last ? { dueAt: last.dueAt.toISOString(), id: last.id } : null }, events }
  })
  await publishEvents(events)
  return result
}

const NO_ID = '00000000-0000-0000-0000-000000000000'

/** Reads the windows of now, and those of the version before they were changed last. */
async function readWindows(tx: Tx, agentId: string) {
  const [row] = await tx.rows<{ now: CallWindows; former: CallWindows | null }>`
    SELECT call_windows AS now, (
      SELECT settings -> 'callWindows' FROM agent_versions
      WHERE agent_id = agents.id AND number < (
        SELECT max(number) FROM agent_versions WHERE agent_id = agents.id AND 'callWindows' = ANY(changed))
      ORDER BY number DESC LIMIT 1) AS former
    FROM agents WHERE id = ${agentId}::uuid`
  return row ? { now: row.now, former: row.former ?? {} } : null
}

function findPlanned(tx: Tx, agentId: string, { dueAt, id }: PlannedPlace): Promise<Planned[]> {
  return tx.rows<Planned>`
    SELECT sequence.id, sequence.due_at AS "dueAt", contact.timezone,
      coalesce(
        sequence.step_index = 0 AND sequence.attempt = 1
          AND (contact.scheduled_at <= now() OR NOT contact.scheduled_at_given)
          AND first_step_delay_seconds(batch.steps) = 0, false)
        AS "isFree"
    FROM sequences sequence
    JOIN contacts contact ON contact.id = sequence.id
    JOIN batches batch ON batch.id = sequence.batch_id AND NOT bypasses_windows(batch.options)
    WHERE sequence.agent_id = ${agentId}::uuid AND sequence.step_type = 'CALL' AND sequence.due_at > now()
      AND NOT sequence.held AND sequence.promised_at IS NULL AND (sequence.due_at, sequence.id) > (${dueAt}::timestamptz, ${id}::uuid)
    ORDER BY sequence.due_at, sequence.id LIMIT ${LOOKED_MAX}`
}

async function move(tx: Tx, moves: readonly { id: string; from: string; at: number }[]): Promise<number> {
  if (moves.length === 0) return 0
  await lockSequences(
    tx,
    moves.map(({ id }) => id),
  )
  // A cancel, a pause or a reschedule may have come between the look and the lock.
  return tx.execute`
    UPDATE sequences SET due_at = to_timestamp(moved.at), updated_at = now()
    FROM json_to_recordset(${JSON.stringify(moves)}::json) AS moved(id uuid, "from" timestamptz, at float8)
    WHERE sequences.id = moved.id AND sequences.due_at = moved."from"`
}
