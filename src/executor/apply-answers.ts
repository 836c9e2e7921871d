import { Batcher } from './batcher'
import { type Database, isUnavailable, type Queryable } from './database'
import type { FunctionRegistry } from './function-registry'
import type { LeasedJob } from './lease-jobs'
import { eventNames, runEvents } from './run-events'
import {
  type ArrivedAnswer,
  FIRST_GENERATION,
  goneRun,
  type LockedRun,
  lockRuns,
  type Outcome,
  writeOutcomes,
} from './run-rows'
import { EVENTS_OF_RUN } from './run-state'
import type { Answer, Job, Op } from './state'
import { storeEvents } from './store-events'
import { type Policy, transition } from './transition'

type Applied = Pick<Outcome, 'transition' | 'next'>

const BATCH_SIZE_MAX = 100

type ApplierOptions = {
  database: Database
  registry: FunctionRegistry
  executorId: number
  retryDelayMs: (attempt: number) => number
  /** False while the executor stops or the app cannot be called. The next call of a run is then left to the queue. */
  mayContinue: () => boolean
}

/**
 * Writes answers to the database. It locks the runs, lets `transition` decide, and writes the decisions, all in one
 * transaction, which answers that arrive together share.
 *
 * Lock order: runs by id, then their jobs by id. Leasing and renewing lock jobs only, and never wait for one. Locking
 * the jobs fences off a superseded call: either its answer is written before the job is leased again, and the new call
 * carries its steps, or the new lease comes first, and the answer is void.
 */
export class AnswerApplier {
  private readonly options: ApplierOptions
  private readonly batcher: Batcher<ArrivedAnswer, Applied>

  constructor(options: ApplierOptions) {
    this.options = options
    this.batcher = new Batcher((batch) => options.database.persist(() => this.applyBatch(batch)), BATCH_SIZE_MAX)
  }

  /**
   * Applies an answer, waiting for the database for as long as it takes.
   *
   * @returns the run's next call, leased already, when it can follow at once; null when the queue decides
   */
  async apply(leased: LeasedJob, answer: Answer): Promise<LeasedJob | null> {
    const arrived = { runId: leased.runId, jobId: leased.job.id, generation: leased.job.generation, leased }
    try {
      return (await this.batcher.add({ ...arrived, answer })).next
    } catch (error) {
      if (isUnavailable(error)) throw error
      // Postgres refuses to store this very answer. To call again would run the step again and end here again.
      const message = `the answer could not be stored: ${(error as Error).message}`
      const failed: Answer = { kind: 'failed', error: { name: 'ExecutorStoreError', message } }
      return (await this.batcher.add({ ...arrived, answer: failed })).next
    }
  }

  /**
   * Saves the steps of a call that goes on (protocol §7).
   *
   * @returns false when the call was superseded or its run has ended, so that it must stop
   */
  async checkpoint(lease: { runId: string; jobId: string; generation: number }, ops: Op[]): Promise<boolean> {
    const { transition: result } = await this.batcher.add({
      ...lease,
      answer: { kind: 'checkpoint', ops },
      leased: null,
    })
    return !result.void && result.run.status === 'running'
  }

  private async applyBatch(batch: ArrivedAnswer[]): Promise<Applied[]> {
    const { database } = this.options
    return database.transaction(async (client) => {
      const runs = await lockRuns(client, batch)
      const outcomes = batch.map((arrived) => this.decide(runs, arrived))
      const lone = loneRuns(batch)
      for (const outcome of outcomes) {
        if (lone.has(outcome.arrived.runId)) outcome.next = this.nextCall(outcome)
      }
      const current = outcomes.filter((outcome) => !outcome.transition.void)
      if (current.length > 0) await writeOutcomes(client, current, this.options.executorId)
      await this.emitEvents(client, current)
      return outcomes
    })
  }

  /** Applies one answer, and leaves the run as it then is for the next answer of the same batch. */
  private decide(runs: Map<string, LockedRun>, arrived: ArrivedAnswer): Outcome {
    const { runId, jobId, generation, answer } = arrived
    const run = runs.get(runId) ?? goneRun(runId)
    const attempt = run.jobs.find((job) => job.id === jobId)?.attempt ?? 0
    const policy: Policy = {
      nowMs: Date.now(),
      attemptsMax: Math.max(this.options.registry.attemptsMax(run.functionId), attempt + 1),
      retryDelayMs: this.options.retryDelayMs,
    }
    const result = transition(run, jobId, generation, answer, policy)
    runs.set(runId, { ...run, ...result.run })
    return { arrived, run, transition: result, next: null }
  }

  /**
   * Makes the next call of a serial run, which goes on at once: its job is written as leased by this executor, and
   * everything that it carries is known here. That saves a lease and a read for each step. Runs in a lane go through
   * the queue, so that limits are handed out by age.
   */
  private nextCall({ arrived: { leased }, transition: { run, addedJobs, savedSteps } }: Outcome): LeasedJob | null {
    const added = addedJobs.find((job) => job.kind === 'call' && job.delayMs === 0)
    if (!leased || !added || leased.lane !== '' || run.status !== 'running' || !this.options.mayContinue()) return null
    const steps = [...leased.steps, ...savedSteps.map((step) => ({ id: step.stepId, value: step.value }))]
    // Siblings may have saved steps since this call went out.
    if (steps.length !== run.stepCount) return null
    const { id, kind, stepId, race } = added
    const job: Job = { id, kind, stepId, race, attempt: 0, generation: FIRST_GENERATION }
    return { ...leased, job, steps, version: run.version, forcePlan: run.forcePlan }
  }

  private async emitEvents(client: Queryable, outcomes: Outcome[]): Promise<void> {
    const { registry } = this.options
    const isListenedTo = (name: string) => registry.isListenedTo(name)
    const ended = outcomes.flatMap(({ run, transition: { end } }) =>
      end && eventNames(end).some(isListenedTo) ? [{ ...run, runId: run.id, end }] : [],
    )
    if (ended.length === 0) return
    const triggers = await client.query<{ id: string; events: string[] }>(
      `SELECT id, ${EVENTS_OF_RUN} AS events FROM executor.runs run WHERE id = ANY ($1::text[])`,
      [ended.map((run) => run.runId)],
    )
    const eventsOf = new Map(triggers.rows.map((row) => [row.id, row.events]))
    const nowMs = Date.now()
    const events = ended
      .map((run) => ({ ...run, events: eventsOf.get(run.runId) ?? [] }))
      .flatMap((run) => runEvents(run, nowMs))
      .filter((event) => isListenedTo(event.name))
    await storeEvents(
      client,
      events,
      events.flatMap((event) => registry.startRuns(event, nowMs)),
      registry.pace,
    )
  }
}

/** Lists the runs with only one answer in this batch. */
function loneRuns(batch: ArrivedAnswer[]): Set<string> {
  const counts = new Map<string, number>()
  for (const { runId } of batch) counts.set(runId, (counts.get(runId) ?? 0) + 1)
  return new Set([...counts].filter(([, count]) => count === 1).map(([runId]) => runId))
}
