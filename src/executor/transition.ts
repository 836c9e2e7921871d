/**
 * The state machine of a run, as a pure function of the locked run, one leased job and its answer (protocol §6.1).
 *
 *   run:  running ──200 / RunComplete──────────────────────────────▶ completed
 *            │ └────400 no-retry / attempts used up / beyond scope──▶ failed
 *            └── 206: save steps, add jobs, stay running
 *
 *   job:  waiting ──lease (generation + 1)──▶ leased ──answer──▶ gone, or waiting again (a retry: attempt + 1)
 *            ▲                                  │
 *            └──lease lost: same attempt────────┘
 *
 *   start ─▶ discovery ─▶ StepRun ─────────▶ save, discover
 *                      ─▶ StepFailed ──────▶ save the error, discover (the function may catch it)
 *                      ─▶ StepError ───────▶ the same job later; on its last attempt as StepFailed
 *                      ─▶ StepPlanned ─────▶ job "<step>:plan", a call for exactly that step
 *                      ─▶ checkpoint ──────▶ save; the call goes on, and so does its job
 *                      ─▶ Sleep ───────────▶ job "<step>:sleep", a timer; when it fires: save null, discover
 *
 * What holds at any commit, and what breaks without it:
 *
 * 1. A running run has at least one job, or it would hang for ever.
 * 2. A step is saved once; the first write wins. The function has seen that value, a second one would rewrite its past.
 * 3. A job id is used once in a run. The SDK reports unfinished steps again and again; a second "<step>:plan" would run
 *    the step twice. The ids need no table of their own: a job that was there is still there, or its step is saved.
 * 4. Only the answer of the current lease counts, and only while the run is running.
 * 5. One discovery at a time. Steps of a parallel group are `pending`; whoever finishes last discovers (the join). Saving,
 *    looking at `pending` and adding the discovery are one transaction under the run's lock, or two siblings that finish
 *    together would both discover, or neither.
 * 6. While other jobs of the run are out, steps are planned, never run inline (`forcePlan`): two discoveries that both
 *    ran the next step inline would run it twice. Races and version 1 are where several discoveries can be out at once.
 */
import { canonicalJson } from './canonical-json'
import { Progress, unchanged } from './progress'
import { parseSleepTime } from './sleep-time'
import type { Answer, ErrorObject, Job, Op, Run, Transition } from './state'

/** The real server's limit; a run beyond it fails under this server's error name (protocol §8). */
export const STEPS_PER_RUN_MAX = 1_000
const STEP_BYTES_MAX = 4 * 1024 * 1024

export type Policy = {
  nowMs: number
  /** How many calls the job may have in all. */
  attemptsMax: number
  /** Milliseconds to wait after the given attempt (from 0). */
  retryDelayMs: (attempt: number) => number
}

/** Decides what an answer to the given lease of a job does to its run. */
export function transition(run: Run, jobId: string, generation: number, answer: Answer, policy: Policy): Transition {
  const job = run.jobs.find((candidate) => candidate.id === jobId && candidate.generation === generation)
  if (run.status !== 'running' || !job) return unchanged(run)
  switch (answer.kind) {
    case 'completed':
      return ended(withVersion(run, answer.version), { status: 'completed', result: answer.result })
    case 'failed':
      return ended(run, { status: 'failed', error: answer.error })
    case 'retry':
      if (job.attempt + 1 >= policy.attemptsMax) return ended(run, { status: 'failed', error: answer.error })
      return new Progress(run, job).retry(answer.retryAfterMs ?? policy.retryDelayMs(job.attempt)).finish()
    case 'undelivered':
      return new Progress(run, job).again(answer.delayMs).finish()
    case 'woken':
      return new Progress(run, job).save(job.stepId, '{"data":null}', job.race).finish()
    case 'superseded':
      return new Progress(run, job).finish()
    case 'checkpoint':
      return applyCheckpoint(run, job, answer.ops, policy)
    case 'ops':
      return applyOps(withVersion(run, answer.version), job, answer, policy)
  }
}

function applyOps(run: Run, job: Job, answer: Answer & { kind: 'ops' }, policy: Policy): Transition {
  const fault = findOpFault(run, answer.ops, policy.nowMs)
  if (fault) return ended(run, { status: 'failed', error: fault })
  const complete = answer.ops.find((op) => op.op === 'RunComplete')
  if (complete) return ended(run, { status: 'completed', result: complete.data })

  const progress = new Progress(run, job)
  if (answer.ops.length > 1) progress.forcePlan()
  if (answer.ops.length > 1) progress.await(answer.ops.filter(isWaiting))
  for (const op of answer.ops) {
    switch (op.op) {
      case 'StepRun':
      case 'Step':
        progress.save(op.id, `{"data":${op.data}}`, op.race)
        break
      case 'StepFailed':
        progress.save(op.id, errorValue(op), op.race)
        break
      case 'StepError':
        if (job.attempt + 1 >= policy.attemptsMax) progress.save(op.id, errorValue(op), op.race)
        else progress.retry(answer.retryAfterMs ?? policy.retryDelayMs(job.attempt))
        break
      case 'StepPlanned':
        progress.add({ id: `${op.id}:plan`, kind: 'call', stepId: op.id, race: op.race, delayMs: 0 })
        break
      case 'Sleep':
        progress.add({
          id: `${op.id}:sleep`,
          kind: 'timer',
          stepId: op.id,
          race: op.race,
          delayMs: sleepMs(op, policy),
        })
        break
    }
  }
  return progress.finish()
}

/** Saves steps of a call that goes on. Every such call is of attempt 0, so there is no attempt to reset. */
function applyCheckpoint(run: Run, job: Job, ops: readonly Op[], policy: Policy): Transition {
  const fault = findOpFault(run, ops, policy.nowMs)
  if (fault) return ended(run, { status: 'failed', error: fault })
  const progress = new Progress(run, job)
  for (const op of ops) progress.save(op.id, `{"data":${op.data}}`, op.race)
  return progress.goOn()
}

/** The ops that the executor carries out, and the step tools of those that it does not. */
const SUPPORTED_OPS = new Set(['StepRun', 'Step', 'StepError', 'StepFailed', 'StepPlanned', 'Sleep', 'RunComplete'])
const TOOLS_BY_OP: Record<string, string> = {
  WaitForEvent: 'step.waitForEvent',
  WaitForSignal: 'step.waitForSignal',
  InvokeFunction: 'step.invoke',
  AIGateway: 'step.ai.infer',
  Gateway: 'step.fetch',
  DeferAdd: 'defer',
  DeferAbort: 'defer',
  DiscoveryRequest: 'sync mode',
}

/** Returns what fails the run at once, because no retry could mend it. */
function findOpFault(run: Run, ops: readonly Op[], nowMs: number): ErrorObject | null {
  for (const op of ops) {
    if (!SUPPORTED_OPS.has(op.op)) {
      const tool = TOOLS_BY_OP[op.op] ?? 'a step tool of a newer SDK'
      const message = `${tool} (op "${op.op}") is not supported by the embedded executor; a real Inngest server has it`
      return { name: 'EmbeddedExecutorUnsupportedError', message }
    }
    if (op.op === 'Sleep') {
      const time = parseSleepTime(op.name, nowMs)
      if (!time.ok) return { name: 'InvalidSleepError', message: `sleep: ${time.message}` }
    }
    if (Buffer.byteLength(op.data) > STEP_BYTES_MAX) {
      const message = `the output of step "${op.name || op.id}" is larger than ${STEP_BYTES_MAX} bytes`
      return { name: 'InngestErrStepOutputTooLarge', message }
    }
  }
  const newSteps = ops.filter((op) => op.op !== 'RunComplete' && !run.savedSteps.has(op.id)).length
  if (run.stepCount + newSteps > STEPS_PER_RUN_MAX)
    return { name: 'InngestErrFunctionOverflowed', message: `the run has more than ${STEPS_PER_RUN_MAX} steps` }
  return null
}

/** Tells whether the op finishes later, by a job of its own. */
function isWaiting(op: Op): boolean {
  return op.op === 'StepPlanned' || op.op === 'Sleep'
}

function sleepMs(op: Op, policy: Policy): number {
  const time = parseSleepTime(op.name, policy.nowMs)
  return time.ok ? time.delayMs : 0
}

function errorValue(op: Op): string {
  return canonicalJson({ error: op.error ?? { name: 'Error', message: 'Unknown error' } })
}

function withVersion(run: Run, version: number | null): Run {
  return version === null ? run : { ...run, version }
}

function ended(run: Run, end: NonNullable<Transition['end']>): Transition {
  const endedRun: Run = { ...run, status: end.status, jobs: [], pending: [] }
  return { ...unchanged(endedRun), void: false, end }
}
