import type { Database } from './database'

/** SQL of the events of a `run`, as canonical JSON: the one that started it, or a batch, the oldest first. */
export const EVENTS_OF_RUN = `
  CASE WHEN run.batched THEN ARRAY(
    SELECT event.body FROM executor.batched_events batched JOIN executor.events event ON event.id = batched.event_id
    WHERE batched.run_id = run.id ORDER BY event.id <> run.event_id, event.id
  ) ELSE ARRAY(SELECT body FROM executor.events WHERE id = run.event_id) END`

/**
 * Returns what the SDK fetches about a run when a call was sent with `use_api` (protocol §5.5): the list of events, or
 * the steps by id, as canonical JSON. These are exactly the steps that were in the stack of that call. Null when there
 * is no such run.
 */
export async function readRunState(
  database: Database,
  runId: string,
  part: 'batch' | 'actions',
): Promise<string | null> {
  if (part === 'batch') {
    const [row] = await database.query<{ events: string[] }>(
      `SELECT ${EVENTS_OF_RUN} AS events FROM executor.runs run WHERE run.id = $1`,
      [runId],
    )
    return row ? `[${row.events.join(',')}]` : null
  }
  const rows = await database.query<{ id: string | null; value: string }>(
    `SELECT step.step_id AS id, step.value FROM executor.runs run
     LEFT JOIN executor.steps step ON step.run_id = run.id AND step.seq <= run.api_step_count
     WHERE run.id = $1`,
    [runId],
  )
  if (rows.length === 0) return null
  const members = rows.flatMap(({ id, value }) => (id === null ? [] : [`${JSON.stringify(id)}:${value}`]))
  return `{${members.join(',')}}`
}
