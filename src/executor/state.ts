import type { JsonValue } from './canonical-json'

/** Shapes shared by the state machine, what feeds it (`read-answer.ts`) and what carries it out (`apply-answers.ts`). */

/** The `stepId` of a discovery: "run on from here", as opposed to "run exactly this step". */
export const DISCOVERY_STEP = 'step'

/** A job: one call to the app, or one timer that ends a sleep. Its id is unique within its run. */
export type Job = {
  id: string
  kind: 'call' | 'timer'
  /** `step` for a discovery, otherwise the id of the step to run or to wake. */
  stepId: string
  /** Counts from 0, for this job and not for the run. */
  attempt: number
  /** Counts the leases of this job. An answer of an earlier lease is void. */
  generation: number
  /** The step is a racer of `group.parallel({ mode: 'race' })`. */
  race: boolean
}

/** A run, read from its locked row and its jobs. */
export type Run = {
  id: string
  status: 'running' | 'completed' | 'failed'
  /** Execution version: −1 until the app has chosen, then 1 or 2. */
  version: number
  /** Steps must be reported, not run inline (`disable_immediate_execution`). */
  forcePlan: boolean
  /** Steps that must finish before the next discovery. */
  pending: readonly string[]
  /** How many steps are saved; the next one gets this sequence number plus one. */
  stepCount: number
  /** All jobs of the run that are waiting or under way. */
  jobs: readonly Job[]
  /** Which of the steps that the answer mentions are saved already. */
  savedSteps: ReadonlySet<string>
}

export type ErrorObject = { name: string; message: string; [key: string]: JsonValue }

/** An op of a 206 answer (protocol §6), already reduced to what the executor needs. */
export type Op = {
  id: string
  op: string
  name: string
  /** The data of the op as canonical JSON. */
  data: string
  error: ErrorObject | null
  race: boolean
}

/** The answer to a leased job. */
export type Answer =
  /** The function returned; `result` is JSON text. */
  | { kind: 'completed'; result: string; version: number | null }
  | { kind: 'ops'; ops: Op[]; version: number | null; retryAfterMs: number | null }
  /** Steps that have run within a call that is still going on (protocol §7). */
  | { kind: 'checkpoint'; ops: Op[] }
  /** The function failed for good. */
  | { kind: 'failed'; error: ErrorObject }
  /** An error of the function, of the SDK or on the way there: the job runs again, with one attempt less. */
  | { kind: 'retry'; error: ErrorObject; retryAfterMs: number | null }
  /** Nobody took the call, or the executor is stopping: the job runs again, with the same attempt. */
  | { kind: 'undelivered'; delayMs: number }
  /** A timer has run out. */
  | { kind: 'woken' }
  /** The planned step was saved before the call went out. Sending the call would run the step again. */
  | { kind: 'superseded' }

export type NewJob = Pick<Job, 'id' | 'kind' | 'stepId' | 'race'> & { delayMs: number }

/** What to write, and the run as it is afterwards. */
export type Transition = {
  run: Run
  /** The answer came too late or twice, and changes nothing. */
  void: boolean
  savedSteps: { stepId: string; seq: number; value: string }[]
  addedJobs: NewJob[]
  /** The job is finished. */
  removedJobId: string | null
  /** The job waits again. */
  retriedJob: { id: string; attempt: number; delayMs: number } | null
  end: { status: 'completed'; result: string } | { status: 'failed'; error: ErrorObject } | null
}
