import type { Database, Queryable } from './database'
import type { FunctionRegistry } from './function-registry'
import { admitCandidates } from './lanes'
import { EVENTS_OF_RUN } from './run-state'
import type { Job } from './state'

/** How long a job stays leased without a renewal. An executor that does not renew is stuck, and loses the job. */
export const LEASE_SECONDS = 30

/** A saved step, with its value as canonical JSON. */
export type SavedStep = { id: string; value: string }

/** A job that this executor has taken, with everything that its call carries. */
export type LeasedJob = {
  job: Job
  runId: string
  functionId: string
  lane: string
  version: number
  forcePlan: boolean
  /** The events that started the run, as canonical JSON: one, or a batch. */
  events: string[]
  /** In the order in which they finished. */
  steps: SavedStep[]
}

/** Takes due jobs that no limit holds back, oldest first. */
export async function leaseFreeJobs(database: Database, executorId: number, countMax: number): Promise<LeasedJob[]> {
  const jobs = await database.query<LeasedRow>(
    leaseSql(`
      SELECT run_id, id FROM executor.jobs
      WHERE leased_by IS NULL AND lane = '' AND at <= now()
      ORDER BY at LIMIT $2 FOR UPDATE SKIP LOCKED`),
    [executorId, countMax],
    'lease-free-jobs',
  )
  return database.persist(() => readCalls(database, jobs))
}

/** Any number; all executors on one database must agree on it. */
const LANE_LOCK = 6_047_313_953

/**
 * Takes due jobs of functions with a concurrency limit. Executors do this one at a time, under an advisory lock,
 * because what one may take depends on what the others hold.
 */
export async function leaseJobsInLanes(
  database: Database,
  registry: FunctionRegistry,
  executorId: number,
  countMax: number,
): Promise<LeasedJob[]> {
  const waiting = await database.query(
    `SELECT FROM executor.jobs WHERE leased_by IS NULL AND lane <> '' AND at <= now() LIMIT 1`,
    [],
    'look-into-lanes',
  )
  if (waiting.length === 0) return []
  const jobs = await database.transaction(async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [LANE_LOCK])
    const candidates = await findCandidates(client, Math.max(1, Math.min(countMax, registry.limitMax)))
    if (candidates.length === 0) return []
    const running = await client.query<{ lane: string; count: number }>(
      `SELECT lane, count(*)::int AS count FROM executor.jobs WHERE leased_by IS NOT NULL AND lane <> '' GROUP BY lane`,
    )
    const admitted = admitCandidates(
      candidates,
      new Map(running.rows.map((row) => [row.lane, row.count])),
      (functionId, key) => registry.limitOf(functionId, key),
      countMax,
    )
    if (admitted.length === 0) return []
    const { rows } = await client.query<LeasedRow>({
      name: 'lease-admitted-jobs',
      text: leaseSql(`
        SELECT run_id, id FROM executor.jobs
        WHERE leased_by IS NULL AND (run_id, id) IN (SELECT * FROM unnest($2::text[], $3::text[]))
        FOR UPDATE SKIP LOCKED`),
      values: [executorId, admitted.map((job) => job.runId), admitted.map((job) => job.jobId)],
    })
    return rows
  })
  return database.persist(() => readCalls(database, jobs))
}

/**
 * Finds the oldest due jobs of each lane. It hops from lane to lane in the index, past however many jobs wait in one.
 */
async function findCandidates(client: Queryable, countPerLane: number) {
  const { rows } = await client.query<{ runId: string; jobId: string; lane: string; at: number }>({
    name: 'find-candidates',
    text: `
      WITH RECURSIVE lanes AS (
        (SELECT lane FROM executor.jobs WHERE leased_by IS NULL AND lane <> '' ORDER BY lane LIMIT 1)
        UNION ALL
        SELECT (
          SELECT job.lane FROM executor.jobs job
          WHERE job.leased_by IS NULL AND job.lane <> '' AND job.lane > lanes.lane ORDER BY job.lane LIMIT 1
        )
        FROM lanes WHERE lanes.lane IS NOT NULL
      )
      SELECT candidate.* FROM lanes CROSS JOIN LATERAL (
        SELECT run_id AS "runId", id AS "jobId", lane, extract(epoch FROM at)::float8 AS at FROM executor.jobs
        WHERE leased_by IS NULL AND lane <> '' AND lane = lanes.lane AND at <= now()
        ORDER BY executor.jobs.at LIMIT $1
      ) candidate`,
    values: [countPerLane],
  })
  return rows
}

type LeasedRow = Job & { runId: string }

/** Returns the SQL that leases the jobs that `due` selects. */
function leaseSql(due: string): string {
  return `
    WITH due AS MATERIALIZED (${due})
    UPDATE executor.jobs job
    SET leased_by = $1, lease_until = now() + interval '${LEASE_SECONDS} seconds', generation = generation + 1
    FROM due WHERE job.run_id = due.run_id AND job.id = due.id
    RETURNING job.run_id AS "runId", job.id, job.kind, job.step_id AS "stepId", job.attempt, job.generation, job.race`
}

type RunRow = Omit<LeasedJob, 'job' | 'steps'> & { stepIds: string[] | null; values: string[] | null }

/**
 * Reads what the calls of leased jobs carry. This comes after the lease and not within its statement, whose snapshot
 * may be older than an answer that is just being applied: a step of that answer would run again.
 */
async function readCalls(database: Database, jobs: LeasedRow[]): Promise<LeasedJob[]> {
  if (jobs.length === 0) return []
  const rows = await database.query<RunRow>(
    `SELECT run.id AS "runId", run.function_id AS "functionId", run.lane, run.version, run.force_plan AS "forcePlan",
       ${EVENTS_OF_RUN} AS events, saved.ids AS "stepIds", saved.values
     FROM executor.runs run
     LEFT JOIN LATERAL (
       SELECT array_agg(step.step_id ORDER BY step.seq) AS ids, array_agg(step.value ORDER BY step.seq) AS values
       FROM executor.steps step WHERE step.run_id = run.id AND run.step_count > 0
     ) saved ON true
     WHERE run.id = ANY ($1::text[]) AND run.status = 'running'`,
    [[...new Set(jobs.map((job) => job.runId))]],
    'read-calls',
  )
  const runs = new Map(
    rows.map(({ stepIds, values, ...run }) => {
      const steps = (stepIds ?? []).map((id, index) => ({ id, value: values?.[index] as string }))
      return [run.runId, { ...run, steps }]
    }),
  )
  return jobs.flatMap(({ runId, ...job }) => {
    const run = runs.get(runId)
    return run ? [{ ...run, job }] : []
  })
}

/**
 * Returns the milliseconds until the next waiting job is due; null when none waits. Jobs held back by a limit do not
 * count.
 */
export async function nextDueMs(database: Database): Promise<number | null> {
  const [row] = await database.query<{ ms: number | null }>(
    `SELECT extract(epoch FROM least(
       (SELECT min(at) FROM executor.jobs WHERE leased_by IS NULL AND lane = ''),
       (SELECT min(at) FROM executor.jobs WHERE leased_by IS NULL AND lane <> '' AND at > now())
     ) - now())::float8 * 1000 AS ms`,
    [],
    'next-due',
  )
  return row?.ms ?? null
}

type LeaseRef = { runId: string; jobId: string; generation: number }

/**
 * Keeps jobs leased while their calls run. Rows that are being applied are skipped, since they need no lease any more.
 */
export async function renewLeases(database: Database, executorId: number, leases: readonly LeaseRef[]): Promise<void> {
  if (leases.length === 0) return
  await database.query(
    `WITH mine AS (
       SELECT job.run_id, job.id FROM executor.jobs job
       JOIN unnest($2::text[], $3::text[], $4::int[]) AS lease (run_id, id, generation)
         ON lease.run_id = job.run_id AND lease.id = job.id AND lease.generation = job.generation
       WHERE job.leased_by = $1 FOR UPDATE OF job SKIP LOCKED
     )
     UPDATE executor.jobs job SET lease_until = now() + interval '${LEASE_SECONDS} seconds'
     FROM mine WHERE job.run_id = mine.run_id AND job.id = mine.id`,
    [executorId, ...leaseColumns(leases)],
  )
}

/** Gives jobs back unanswered at a clean stop. Another executor calls again, with the same attempt. */
export async function releaseLeases(
  database: Database,
  executorId: number,
  leases: readonly LeaseRef[],
): Promise<void> {
  if (leases.length === 0) return
  await database.query(
    `UPDATE executor.jobs job SET leased_by = NULL, lease_until = NULL
     FROM unnest($2::text[], $3::text[], $4::int[]) AS lease (run_id, id, generation)
     WHERE job.run_id = lease.run_id AND job.id = lease.id AND job.generation = lease.generation AND job.leased_by = $1`,
    [executorId, ...leaseColumns(leases)],
  )
}

function leaseColumns(leases: readonly LeaseRef[]): unknown[] {
  return [
    leases.map((lease) => lease.runId),
    leases.map((lease) => lease.jobId),
    leases.map((lease) => lease.generation),
  ]
}

/**
 * Frees the jobs of executors that died or are stuck, so that they run again with the same attempt. An executor is
 * alive while it holds its session lock (`presence.ts`), which Postgres drops the moment the process is gone.
 *
 * An executor frees its own jobs only when their lease has run out. Right after all connections broke, it may not have
 * noticed yet that its own lock is gone, and what it is doing would be done twice.
 *
 * @param lockClass the class of the session locks
 * @returns how many jobs were freed
 */
export async function reclaimJobs(database: Database, lockClass: number, executorId: number): Promise<number> {
  const rows = await database.query(
    `WITH lost AS (
       SELECT run_id, id FROM executor.jobs
       WHERE leased_by IS NOT NULL AND (lease_until < now() OR leased_by <> $2 AND leased_by NOT IN (
         SELECT objid::bigint FROM pg_locks
         WHERE locktype = 'advisory' AND granted AND classid::bigint = $1 AND objsubid = 2
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
       ))
       FOR UPDATE SKIP LOCKED
     )
     UPDATE executor.jobs job SET leased_by = NULL, lease_until = NULL
     FROM lost WHERE job.run_id = lost.run_id AND job.id = lost.id RETURNING 1`,
    [lockClass, executorId],
    'reclaim-jobs',
  )
  return rows.length
}
