import type { Queryable } from './database'
import { LEASE_SECONDS, type LeasedJob } from './lease-jobs'
import type { Answer, Job, Run, Transition } from './state'

/** The first lease of a new job. */
export const FIRST_GENERATION = 1

/** An answer on its way into the database. */
export type ArrivedAnswer = {
  runId: string
  jobId: string
  generation: number
  answer: Answer
  /** The job as this executor leased it; null for a checkpoint that arrives at another executor. */
  leased: LeasedJob | null
}

/** The outcome of an answer. `next` is a job that is written as leased already. */
export type Outcome = {
  arrived: ArrivedAnswer
  /** The run as it was before. */
  run: LockedRun
  transition: Transition
  next: LeasedJob | null
}

/** A run, with what the state machine does not need. */
export type LockedRun = Run & { functionId: string; lane: string }

/** Makes a stand-in for a run that was removed after its end. No answer counts for it any more. */
export function goneRun(id: string): LockedRun {
  const run = { version: -1, forcePlan: false, pending: [], stepCount: 0, jobs: [], savedSteps: new Set<string>() }
  return { ...run, id, status: 'completed', functionId: '', lane: '' }
}

type RunRow = Omit<LockedRun, 'pending' | 'jobs' | 'savedSteps'> & { pending: string }

/** Locks the runs and jobs of a batch of answers, and reads what the state machine needs of them. */
export async function lockRuns(client: Queryable, batch: readonly ArrivedAnswer[]): Promise<Map<string, LockedRun>> {
  const ids = [...new Set(batch.map(({ runId }) => runId))]
  const locked = await client.query<RunRow>({
    name: 'lock-runs',
    text: `
      SELECT id, status, version, force_plan AS "forcePlan", pending, step_count AS "stepCount",
        function_id AS "functionId", lane
      FROM executor.runs WHERE id = ANY ($1::text[]) ORDER BY id FOR NO KEY UPDATE`,
    values: [ids],
  })
  const runs = new Map(locked.rows.map((row) => [row.id, toLockedRun(row)]))
  // Statements of their own: they must see what was committed while the locks were awaited.
  const jobs = await client.query<Job & { runId: string }>({
    name: 'lock-jobs',
    text: `
      SELECT run_id AS "runId", id, kind, step_id AS "stepId", attempt, generation, race
      FROM executor.jobs WHERE run_id = ANY ($1::text[]) ORDER BY run_id, id FOR NO KEY UPDATE`,
    values: [ids],
  })
  for (const { runId, ...job } of jobs.rows) runs.get(runId)?.jobs.push(job)
  const saved = await client.query<{ runId: string; stepId: string }>({
    name: 'find-saved-steps',
    text: `
      SELECT run_id AS "runId", step_id AS "stepId"
      FROM executor.steps WHERE run_id = ANY ($1::text[]) AND step_id = ANY ($2::text[])`,
    values: [ids, [...new Set(batch.flatMap(mentionedSteps))]],
  })
  for (const { runId, stepId } of saved.rows) runs.get(runId)?.savedSteps.add(stepId)
  return runs
}

function toLockedRun(row: RunRow): LockedRun & { jobs: Job[]; savedSteps: Set<string> } {
  return { ...row, pending: JSON.parse(row.pending) as string[], jobs: [], savedSteps: new Set() }
}

function mentionedSteps({ leased, answer }: ArrivedAnswer): string[] {
  const reported = answer.kind === 'ops' || answer.kind === 'checkpoint' ? answer.ops.map((op) => op.id) : []
  return leased ? [leased.job.stepId, ...reported] : reported
}

/** Writes everything that the transitions of a batch have decided, in one statement. */
export async function writeOutcomes(
  client: Queryable,
  outcomes: readonly Outcome[],
  executorId: number,
): Promise<void> {
  // Of several answers of one run, the last has the run as it is in the end.
  const runs = [...new Map(outcomes.map(({ transition: { run, end } }) => [run.id, { run, end }])).values()]
  const endedIds = new Set(runs.filter(({ end }) => end).map(({ run }) => run.id))
  const going = outcomes.filter(({ transition: { run } }) => !endedIds.has(run.id))
  const steps = outcomes.flatMap(({ transition: { run, savedSteps } }) =>
    savedSteps.map((step) => ({ runId: run.id, ...step })),
  )
  const removed = going.flatMap(({ transition: { run, removedJobId } }) =>
    removedJobId ? [[run.id, removedJobId]] : [],
  )
  const retried = going.flatMap(({ transition: { run, retriedJob } }) =>
    retriedJob ? [{ runId: run.id, ...retriedJob }] : [],
  )
  const added = going.flatMap(({ run: { lane }, transition: { run, addedJobs }, next }) =>
    addedJobs.map((job) => ({
      ...job,
      runId: run.id,
      lane: job.kind === 'call' ? lane : '',
      isLeased: next?.job.id === job.id,
    })),
  )
  await client.query({
    name: 'apply-answers',
    text: `
      WITH saved AS (
        INSERT INTO executor.steps (run_id, step_id, seq, value)
        SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::text[])
        ON CONFLICT DO NOTHING
      ), updated AS (
        UPDATE executor.runs run
        SET status = change.status, version = change.version, force_plan = change.force_plan, pending = change.pending,
            step_count = change.step_count, output = change.output,
            ended_at = CASE WHEN change.status = 'running' THEN NULL ELSE now() END
        FROM unnest($5::text[], $6::text[], $7::int[], $8::bool[], $9::text[], $10::int[], $11::text[])
          AS change (id, status, version, force_plan, pending, step_count, output)
        WHERE run.id = change.id
      ), dropped AS (
        DELETE FROM executor.jobs WHERE run_id = ANY ($12::text[])
      ), removed AS (
        DELETE FROM executor.jobs job USING unnest($13::text[], $14::text[]) AS gone (run_id, id)
        WHERE job.run_id = gone.run_id AND job.id = gone.id
      ), retried AS (
        UPDATE executor.jobs job
        SET attempt = again.attempt, at = now() + again.ms * interval '1 millisecond', leased_by = NULL, lease_until = NULL
        FROM unnest($15::text[], $16::text[], $17::int[], $18::float8[]) AS again (run_id, id, attempt, ms)
        WHERE job.run_id = again.run_id AND job.id = again.id
      )
      INSERT INTO executor.jobs (run_id, id, kind, step_id, race, lane, at, generation, leased_by, lease_until)
      SELECT job.run_id, job.id, job.kind, job.step_id, job.race, job.lane, now() + job.ms * interval '1 millisecond',
        CASE WHEN job.leased THEN ${FIRST_GENERATION} ELSE 0 END,
        CASE WHEN job.leased THEN $26::int END,
        CASE WHEN job.leased THEN now() + interval '${LEASE_SECONDS} seconds' END
      FROM unnest($19::text[], $20::text[], $21::text[], $22::text[], $23::bool[], $24::text[], $25::float8[], $27::bool[])
        AS job (run_id, id, kind, step_id, race, lane, ms, leased)
      ON CONFLICT DO NOTHING`,
    values: [
      steps.map((step) => step.runId),
      steps.map((step) => step.stepId),
      steps.map((step) => step.seq),
      steps.map((step) => step.value),
      runs.map(({ run }) => run.id),
      runs.map(({ run }) => run.status),
      runs.map(({ run }) => run.version),
      runs.map(({ run }) => run.forcePlan),
      runs.map(({ run }) => JSON.stringify(run.pending)),
      runs.map(({ run }) => run.stepCount),
      runs.map(({ end }) => (end ? outputOf(end) : null)),
      [...endedIds],
      removed.map(([runId]) => runId),
      removed.map(([, id]) => id),
      retried.map((job) => job.runId),
      retried.map((job) => job.id),
      retried.map((job) => job.attempt),
      retried.map((job) => job.delayMs),
      added.map((job) => job.runId),
      added.map((job) => job.id),
      added.map((job) => job.kind),
      added.map((job) => job.stepId),
      added.map((job) => job.race),
      added.map((job) => job.lane),
      added.map((job) => job.delayMs),
      executorId,
      added.map((job) => job.isLeased),
    ],
  })
}

function outputOf(end: NonNullable<Transition['end']>): string {
  return end.status === 'completed' ? end.result : JSON.stringify(end.error)
}
