import type { Database } from './database'

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
    const [row] = await database.query<{ body: string }>(
      'SELECT event.body FROM executor.runs run JOIN executor.events event ON event.id = run.event_id WHERE run.id = $1',
      [runId],
    )
    return row ? `[${row.body}]` : null
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
