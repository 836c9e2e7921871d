import type { AcceptedEvent } from './accept-events'
import type { BatchPace } from './batch-pace'
import type { Queryable } from './database'
import { type BatchedEvent, fillBatches, type OpenBatch } from './fill-batches'
import type { NewRun } from './start-runs'

/**
 * Stores events, the runs that they start and the runs' first jobs, in a transaction. Repeating it changes nothing: a
 * known event starts no run, and a run with the same function and idempotency key is not made again.
 *
 * @returns how many runs are new, or have got more events
 */
export async function storeEvents(
  client: Queryable,
  events: readonly AcceptedEvent[],
  runs: readonly NewRun[],
  pace: BatchPace,
): Promise<number> {
  const started = await storeSingly(
    client,
    events,
    runs.filter(({ batch }) => batch === null),
  )
  const batched = runs.filter(({ batch }) => batch !== null)
  return batched.length === 0 ? started : started + (await storeInBatches(client, batched, pace))
}

/** In one statement, as this is done for every request. */
async function storeSingly(
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

/**
 * Adds stored events to the batches that wait for more, and starts a run for what finds no room. Whoever leases a batch
 * at the same moment wins: a locked one is passed over here, and a leased one takes nothing more.
 */
async function storeInBatches(client: Queryable, runs: readonly NewRun[], pace: BatchPace): Promise<number> {
  const nowMs = Date.now()
  const { rows: open } = await client.query<OpenBatch>({
    name: 'lock-open-batches',
    text: `
      SELECT run_id AS "runId", batch AS key, batch_room AS room FROM executor.jobs
      WHERE batch = ANY ($1::text[]) AND leased_by IS NULL AND generation = 0 AND batch_room > 0
      ORDER BY run_id FOR NO KEY UPDATE SKIP LOCKED`,
    values: [[...new Set(runs.map(({ batch }) => batch?.key))]],
  })
  // Everybody claims in this order: claims that wait for each other cannot deadlock then.
  const events = fillBatches(open, runs).toSorted(byClaim)
  const takers = new Set(events.map(({ runId }) => runId))
  const started = events.map(({ run }) => run).filter(({ id }) => takers.has(id))
  const { rowCount } = await client.query({
    name: 'store-batches',
    text: `
      WITH claimed AS (
        INSERT INTO executor.batched_events (function_id, idempotency_key, event_id, run_id)
        SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])
        ON CONFLICT DO NOTHING
        RETURNING run_id, event_id
      ), filled AS (
        SELECT run_id, min(event_id) AS first_event_id, count(*)::int AS events FROM claimed GROUP BY run_id
      ), started AS (
        INSERT INTO executor.runs (id, function_id, event_id, idempotency_key, lane, batched)
        SELECT run.id, run.function_id, filled.first_event_id, run.id, run.lane, true
        FROM unnest($5::text[], $6::text[], $7::text[]) AS run (id, function_id, lane)
        JOIN filled ON filled.run_id = run.id
      ), added AS (
        INSERT INTO executor.jobs (run_id, id, kind, step_id, lane, at, batch, batch_room)
        SELECT run.id, 'start', 'call', 'step', run.lane,
          now() + CASE WHEN filled.events < run.size_max THEN run.ms ELSE 0 END * interval '1 millisecond',
          run.batch, run.size_max - filled.events
        FROM unnest($5::text[], $7::text[], $8::float8[], $9::text[], $10::int[])
          AS run (id, lane, ms, batch, size_max)
        JOIN filled ON filled.run_id = run.id
      ), grown AS (
        UPDATE executor.jobs job SET batch_room = job.batch_room - filled.events,
          at = CASE WHEN job.batch_room > filled.events THEN job.at ELSE least(job.at, now()) END
        FROM filled
        WHERE job.run_id = filled.run_id AND job.id = 'start' AND job.run_id = ANY ($11::text[])
      )
      SELECT FROM filled`,
    values: [
      events.map(({ run }) => run.functionId),
      events.map(({ run }) => run.idempotencyKey),
      events.map(({ run }) => run.eventId),
      events.map(({ runId }) => runId),
      started.map(({ id }) => id),
      started.map(({ functionId }) => functionId),
      started.map(({ lane }) => lane),
      started.map(({ batch: { key, intervalMs } }) => pace.plan(key, intervalMs, nowMs)),
      started.map(({ batch }) => batch.key),
      started.map(({ batch }) => batch.sizeMax),
      open.map(({ runId }) => runId),
    ],
  })
  return rowCount ?? 0
}

function byClaim({ run: a }: BatchedEvent, { run: b }: BatchedEvent): number {
  const [one, other] = [a, b].map(({ functionId, idempotencyKey }) => JSON.stringify([functionId, idempotencyKey]))
  return (one as string) < (other as string) ? -1 : 1
}

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}
