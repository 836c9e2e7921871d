import type { AcceptedEvent } from './accept-events'
import type { Queryable } from './database'
import type { NewRun } from './start-runs'

/**
 * Stores events, the runs that they start and the runs' first jobs, in one statement. Repeating it changes nothing: a
 * known event starts no run, and a run with the same function and idempotency key is not made again.
 *
 * @returns how many runs are new
 */
export async function storeEvents(
  client: Queryable,
  events: readonly AcceptedEvent[],
  runs: readonly NewRun[],
): Promise<number> {
  // Both in order of id, which other executors keep as well: inserts that wait for each other cannot deadlock then.
  const sortedEvents = events.toSorted(byId)
  const sortedRuns = runs.toSorted(byId)
  const { rowCount } = await client.query({
    name: 'store-events',
    text: `
      WITH stored AS (
        INSERT INTO executor.events (id, name, body)
        SELECT * FROM unnest($1::text[], $2::text[], $3::text[])
        ON CONFLICT DO NOTHING
        RETURNING id
      ), started AS (
        INSERT INTO executor.runs (id, function_id, event_id, idempotency_key, lane)
        SELECT run.id, run.function_id, run.event_id, run.idempotency_key, run.lane
        FROM unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
          AS run (id, function_id, event_id, idempotency_key, lane)
        JOIN stored ON stored.id = run.event_id
        ON CONFLICT DO NOTHING
        RETURNING id, lane
      )
      INSERT INTO executor.jobs (run_id, id, kind, step_id, lane, at)
      SELECT started.id, 'start', 'call', 'step', started.lane, now() + delay.ms * interval '1 millisecond'
      FROM started JOIN unnest($4::text[], $9::float8[]) AS delay (run_id, ms) ON delay.run_id = started.id`,
    values: [
      sortedEvents.map((event) => event.id),
      sortedEvents.map((event) => event.name),
      sortedEvents.map((event) => event.body),
      sortedRuns.map((run) => run.id),
      sortedRuns.map((run) => run.functionId),
      sortedRuns.map((run) => run.eventId),
      sortedRuns.map((run) => run.idempotencyKey),
      sortedRuns.map((run) => run.lane),
      sortedRuns.map((run) => run.delayMs),
    ],
  })
  return rowCount ?? 0
}

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}
