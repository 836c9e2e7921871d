import { DISCOVERY_STEP, type Job, type NewJob, type Op, type Run, type Transition } from './state'

/** Returns the transition that does nothing. */
export function unchanged(run: Run): Transition {
  return { run, void: true, savedSteps: [], addedJobs: [], removedJobId: null, retriedJob: null, end: null }
}

/** Collects what one answer does to its run, and keeps the rules of `transition.ts`. */
export class Progress {
  private run: Run
  private readonly job: Job
  private readonly savedSteps: Transition['savedSteps'] = []
  private readonly addedJobs: NewJob[] = []
  private retriedJob: Transition['retriedJob'] = null
  private readonly lastSaved: { stepId: string; race: boolean }[] = []

  constructor(run: Run, job: Job) {
    this.run = { ...run, jobs: run.jobs.filter((other) => other.id !== job.id) }
    this.job = job
  }

  /** With `optimizeParallelism: false` the SDK wants a discovery after every finished step (protocol §6.4). */
  private get isVersion1(): boolean {
    return this.run.version === 1
  }

  forcePlan(): void {
    this.run = { ...this.run, forcePlan: true }
  }

  /**
   * Names the steps the next discovery waits for. The latest answer's list replaces the one before, less what has been
   * saved since that call went out. Racers are left out: the first of them is enough.
   */
  await(ops: readonly Op[]): void {
    if (this.isVersion1 || ops.length === 0) return
    const pending = ops.filter((op) => !op.race && !this.run.savedSteps.has(op.id)).map((op) => op.id)
    this.run = { ...this.run, pending }
  }

  save(stepId: string, value: string, race: boolean): this {
    const pending = this.run.pending.filter((id) => id !== stepId)
    if (this.run.savedSteps.has(stepId)) {
      this.run = { ...this.run, pending }
      return this
    }
    const seq = this.run.stepCount + 1
    this.run = { ...this.run, pending, stepCount: seq, savedSteps: new Set([...this.run.savedSteps, stepId]) }
    this.savedSteps.push({ stepId, seq, value })
    this.lastSaved.push({ stepId, race: race || (this.job.stepId === stepId && this.job.race) })
    return this
  }

  /** Adds a job, unless its id has been used in this run. */
  add(added: NewJob): void {
    const isStepSaved = added.stepId !== DISCOVERY_STEP && this.run.savedSteps.has(added.stepId)
    if (isStepSaved || this.run.jobs.some((job) => job.id === added.id)) return
    this.addedJobs.push(added)
    const { id, kind, stepId, race } = added
    this.run = { ...this.run, jobs: [...this.run.jobs, { id, kind, stepId, race, attempt: 0, generation: 0 }] }
  }

  retry(delayMs: number): this {
    return this.requeue(this.job.attempt + 1, delayMs)
  }

  again(delayMs: number): this {
    return this.requeue(this.job.attempt, delayMs)
  }

  /** Leaves the job as it is, under way. */
  goOn(): Transition {
    this.run = { ...this.run, jobs: [...this.run.jobs, this.job] }
    return { ...unchanged(this.run), void: false, savedSteps: this.savedSteps }
  }

  finish(): Transition {
    for (const saved of this.discoverers()) this.discover(saved)
    // Rule 1. Reached when an answer had no ops at all, or only ones that are long done.
    if (this.run.jobs.length === 0) {
      this.run = { ...this.run, pending: [] }
      if (this.job.stepId === DISCOVERY_STEP) this.requeue(0, 0)
      else this.discover(this.job.id)
    }
    return {
      run: this.run,
      void: false,
      savedSteps: this.savedSteps,
      addedJobs: this.addedJobs,
      removedJobId: this.retriedJob ? null : this.job.id,
      retriedJob: this.retriedJob,
      end: null,
    }
  }

  /** Lists the saved steps that call for a discovery now. */
  private discoverers(): string[] {
    if (this.isVersion1) return this.lastSaved.map((saved) => saved.stepId)
    const racers = this.lastSaved.filter((saved) => saved.race).map((saved) => saved.stepId)
    const last = this.lastSaved.at(-1)?.stepId
    return last === undefined || racers.includes(last) || this.run.pending.length > 0 ? racers : [...racers, last]
  }

  private discover(lastStepId: string): void {
    if (!this.isVersion1 && this.run.pending.length === 0 && this.run.jobs.length === 0)
      this.run = { ...this.run, forcePlan: false }
    this.add({ id: `${lastStepId}:discover`, kind: 'call', stepId: DISCOVERY_STEP, race: false, delayMs: 0 })
  }

  private requeue(attempt: number, delayMs: number): this {
    this.retriedJob = { id: this.job.id, attempt, delayMs }
    this.run = {
      ...this.run,
      jobs: [...this.run.jobs.filter((job) => job.id !== this.job.id), { ...this.job, attempt }],
    }
    return this
  }
}
