import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import { AnswerTooLargeError, type AppClient, NoAnswerError } from './app-client'
import type { AnswerApplier } from './apply-answers'
import { buildCallRequest, STATE_BYTES_MAX, stateBytes } from './call-request'
import { type Database, isUnavailable } from './database'
import type { FunctionRegistry } from './function-registry'
import { type LeasedJob, leaseFreeJobs, leaseJobsInLanes, nextDueMs, releaseLeases, renewLeases } from './lease-jobs'
import { readAnswer, transportError } from './read-answer'
import { signBody } from './signatures'
import { type Answer, DISCOVERY_STEP } from './state'

/**
 * Longer than any step should take (Inngest: 2 h). After it the step is tried again, although it may still be running.
 */
const CALL_TIMEOUT_MS = 2 * 60 * 60 * 1000
/** How often other executors' jobs, and jobs that the database alone has freed, are looked for at least. */
const POLL_MS_MAX = 1_000
const POLL_MS_MIN = 5
const RENEW_MS = 10_000
/** The wait after a refused connection. Nothing has run, so neither an attempt nor much time is spent. */
const REDELIVERY_MS = 500

type DispatcherOptions = {
  database: Database
  registry: FunctionRegistry
  applier: AnswerApplier
  app: AppClient
  signingKey: string | null
  executorId: number
  callsMax: number
  /** The app does not accept connections. Called once for each refused call. */
  onAppDown: () => void
  log: Logger
}

/** Takes as many due jobs as there is room for, calls the app with each, and applies the answers. */
export class Dispatcher {
  private readonly options: DispatcherOptions
  private readonly log: Logger
  private readonly underWay = new Set<LeasedJob>()
  private paused = true
  private stopping = false
  private wake: () => void = () => {}
  private woken = false
  private loop: Promise<void> | null = null
  private renewTimer: NodeJS.Timeout | null = null

  constructor(options: DispatcherOptions) {
    this.options = options
    this.log = options.log
  }

  get callsUnderWay(): number {
    return this.underWay.size
  }

  start(): void {
    this.loop = this.dispatch()
    this.renewTimer = setInterval(() => void this.renew(), RENEW_MS)
  }

  /** Looks for due jobs at once. */
  kick(): void {
    this.woken = true
    this.wake()
  }

  /** Takes no jobs while the app cannot be called. Calls under way go on. */
  pause(): void {
    this.paused = true
  }

  resume(): void {
    this.paused = false
    this.kick()
  }

  /** Takes no more jobs, waits for the calls under way, and gives back the jobs that are not answered by then. */
  async stop(graceMs: number): Promise<void> {
    this.stopping = true
    this.kick()
    await this.loop
    const deadline = Date.now() + graceMs
    while (this.underWay.size > 0 && Date.now() < deadline) await sleep(20)
    if (this.renewTimer) clearInterval(this.renewTimer)
    const leases = [...this.underWay].map(toLease)
    if (leases.length > 0)
      this.log.warn({ calls: leases.length }, 'stopping with calls under way; they will be made again')
    await releaseLeases(this.options.database, this.options.executorId, leases).catch((error) =>
      this.log.warn({ err: error }, 'could not give jobs back; their leases will run out'),
    )
  }

  get mayContinue(): boolean {
    return !this.stopping && !this.paused
  }

  private async dispatch(): Promise<void> {
    while (!this.stopping) {
      this.woken = false
      let waitMs = POLL_MS_MAX
      const room = this.options.callsMax - this.underWay.size
      if (!this.paused && room > 0) {
        try {
          const leased = await this.lease(room)
          for (const job of leased) void this.carry(job)
          waitMs = leased.length > 0 ? 0 : await this.idleMs()
        } catch (error) {
          this.report(error, 'could not lease jobs')
        }
      }
      if (waitMs > 0 && !this.woken && !this.stopping) await this.sleepUntilWoken(waitMs)
    }
  }

  private async lease(room: number): Promise<LeasedJob[]> {
    const { database, registry, executorId } = this.options
    const free = await leaseFreeJobs(database, executorId, room)
    if (!registry.hasLimits || free.length === room) return free
    return [...free, ...(await leaseJobsInLanes(database, registry, executorId, room - free.length))]
  }

  private async idleMs(): Promise<number> {
    const dueMs = await nextDueMs(this.options.database)
    return dueMs === null ? POLL_MS_MAX : Math.min(Math.max(dueMs, POLL_MS_MIN), POLL_MS_MAX)
  }

  private async sleepUntilWoken(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  /** Makes call after call of a run, for as long as one follows directly on another. */
  private async carry(first: LeasedJob): Promise<void> {
    let leased: LeasedJob | null = first
    while (leased) {
      const current: LeasedJob = leased
      this.underWay.add(current)
      try {
        leased = await this.options.applier.apply(current, await this.answer(current))
      } catch (error) {
        this.report(error, 'an answer was not applied; its job will be run again when its lease ends')
        leased = null
      } finally {
        this.underWay.delete(current)
      }
    }
    this.kick()
  }

  private async answer(leased: LeasedJob): Promise<Answer> {
    const { job } = leased
    if (job.kind === 'timer') return { kind: 'woken' }
    if (job.stepId !== DISCOVERY_STEP && leased.steps.some((step) => step.id === job.stepId))
      return { kind: 'superseded' }
    if (stateBytes(leased) > STATE_BYTES_MAX) {
      const message = `the state of the run is larger than ${STATE_BYTES_MAX} bytes`
      return { kind: 'failed', error: { name: 'InngestErrStateOverflowed', message } }
    }
    try {
      return await this.call(leased)
    } catch (error) {
      if (error instanceof AnswerTooLargeError)
        return { kind: 'failed', error: { name: error.name, message: error.message } }
      if (!(error instanceof NoAnswerError)) throw error
      this.log.warn({ run: leased.runId, job: job.id, reason: error.message }, 'no answer to a call')
      // When all is being stopped, the app may go first. That must not cost the run an attempt.
      if (error.delivered && !this.stopping) return transportError(error.message)
      this.options.onAppDown()
      return { kind: 'undelivered', delayMs: REDELIVERY_MS }
    }
  }

  private async call(leased: LeasedJob): Promise<Answer> {
    const { app, registry, signingKey, database } = this.options
    const { job } = leased
    const { body, useApi } = buildCallRequest(leased, registry.attemptsMax(leased.functionId))
    if (useApi) {
      await database.persist(() =>
        database.query('UPDATE executor.runs SET api_step_count = $2 WHERE id = $1', [
          leased.runId,
          leased.steps.length,
        ]),
      )
    }
    const headers: Record<string, string> = {
      'x-inngest-server-kind': signingKey === null ? 'dev' : 'cloud',
      'x-run-id': leased.runId,
      'x-inngest-step-id': job.stepId,
      'x-request-id': randomUUID(),
      'x-inngest-job-id': `${leased.runId}:${job.id}`,
      'x-inngest-generation-id': String(job.generation),
    }
    if (signingKey !== null) headers['x-inngest-signature'] = signBody(body, signingKey, Date.now())
    const query = { fnId: leased.functionId, stepId: job.stepId }
    const answer = await app.send({ method: 'POST', query, headers, body, timeoutMs: CALL_TIMEOUT_MS })
    return readAnswer(answer, { signingKey, nowMs: Date.now() })
  }

  private async renew(): Promise<void> {
    const { database, executorId } = this.options
    await renewLeases(database, executorId, [...this.underWay].map(toLease)).catch((error) =>
      this.report(error, 'could not renew leases'),
    )
  }

  private report(error: unknown, message: string): void {
    this.log[isUnavailable(error) ? 'warn' : 'error']({ err: error }, message)
  }
}

function toLease(leased: LeasedJob) {
  return { runId: leased.runId, jobId: leased.job.id, generation: leased.job.generation }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
