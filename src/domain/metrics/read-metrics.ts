import { db, poolUse } from '@/platform/db'
import { env } from '@/platform/env'
import { logger } from '@/platform/logger'
import { ownMetrics } from '@/platform/metrics'
import { gaugeLines } from '@/platform/metrics-text'
import { isSameSecret } from '@/platform/signatures'

/** Tells whether this installation has metrics, which needs METRICS_TOKEN to be set. */
export function offersMetrics(): boolean {
  return env().METRICS_TOKEN !== undefined
}

/**
 * Tells whether the request may read metrics.
 *
 * @param authorization the header: `Bearer` and the METRICS_TOKEN
 */
export function mayReadMetrics(authorization: string | null): boolean {
  const token = env().METRICS_TOKEN
  return token !== undefined && isSameSecret(authorization ?? '', `Bearer ${token}`)
}

/**
 * Returns the metrics that Prometheus scrapes, over all organizations: this process's counters, and the queues in the
 * database. While the database is down, `rollcall_database_up` is 0 and the queues are missing.
 */
export async function readMetrics(): Promise<string> {
  const pools = Object.entries(poolUse())
  const lines = [
    ...ownMetrics(),
    ...gaugeLines(
      'rollcall_database_pool_connections',
      'Database connections of this process, by pool and state.',
      pools.flatMap(([pool, { used, idle, max }]) => [
        { labels: { pool, state: 'used' }, value: used },
        { labels: { pool, state: 'idle' }, value: idle },
        { labels: { pool, state: 'max' }, value: max },
      ]),
    ),
    ...gaugeLines(
      'rollcall_database_pool_waiting',
      'How many wait for a connection, by pool.',
      pools.map(([pool, { waiting }]) => ({ labels: { pool }, value: waiting })),
    ),
  ]
  try {
    lines.push(...(await queueLines()))
    lines.push(...gaugeLines('rollcall_database_up', '1: the database answers.', [{ value: 1 }]))
  } catch (error) {
    logger.warn({ reason: error instanceof Error ? error.message : String(error) }, 'The queues could not be counted.')
    lines.push(...gaugeLines('rollcall_database_up', '1: the database answers.', [{ value: 0 }]))
  }
  return `${lines.join('\n')}\n`
}

type Queues = {
  outboxUnsent: number
  outboxAge: number
  due: number
  dueAge: number
  callsRequested: number
  callsPlaced: number
  callsEnded: number
  batchesWaiting: number
  batchesFailed: number
}

async function queueLines(): Promise<string[]> {
  const [queues] = await db().rows<Queues>`
    SELECT outbox.unsent AS "outboxUnsent", outbox.age AS "outboxAge", due.count AS due, due.age AS "dueAge",
      calls.requested AS "callsRequested", calls.placed AS "callsPlaced", calls.ended AS "callsEnded",
      batches.waiting AS "batchesWaiting", batches.failed AS "batchesFailed"
    FROM
      (SELECT count(*)::int AS unsent, coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 AS age
        FROM outbox_events WHERE sent_at IS NULL) outbox,
      (SELECT count(*)::int AS count, coalesce(extract(epoch FROM now() - min(due_at)), 0)::float8 AS age
        FROM sequences WHERE step_type = 'CALL' AND due_at <= now() AND NOT held) due,
      (SELECT count(*) FILTER (WHERE status = 'requested')::int AS requested,
        count(*) FILTER (WHERE status = 'placed')::int AS placed,
        count(*) FILTER (WHERE status = 'ended')::int AS ended
        FROM calls WHERE call_is_under_way(status)) calls,
      (SELECT count(*) FILTER (WHERE status = 'accepted')::int AS waiting,
        count(*) FILTER (WHERE status = 'failed')::int AS failed
        FROM batches WHERE batch_awaits_sequences(status)) batches`
  if (!queues) return []
  const gauge = (name: string, help: string, value: number) => gaugeLines(name, help, [{ value }])
  return [
    ...gauge('rollcall_outbox_unsent', 'Events committed and not sent to the engine.', queues.outboxUnsent),
    ...gauge('rollcall_outbox_age_seconds', 'Age of the oldest of them; 0 without any.', queues.outboxAge),
    ...gauge('rollcall_calls_due', 'Calls that are due and have no line yet.', queues.due),
    ...gauge(
      'rollcall_calls_due_age_seconds',
      'How long the first of them has been due; 0 without any.',
      queues.dueAge,
    ),
    ...gaugeLines('rollcall_calls_open', 'Calls that hold a line, by status.', [
      { labels: { status: 'requested' }, value: queues.callsRequested },
      { labels: { status: 'placed' }, value: queues.callsPlaced },
      { labels: { status: 'ended' }, value: queues.callsEnded },
    ]),
    ...gauge('rollcall_batches_waiting', 'Batches accepted whose sequences are not made yet.', queues.batchesWaiting),
    ...gauge(
      'rollcall_batches_failed',
      'Batches whose creation was given up, until somebody tries again.',
      queues.batchesFailed,
    ),
  ]
}
