import type { LeasedJob } from './lease-jobs'
import { DISCOVERY_STEP } from './state'

/** Above this many bytes the state is fetched by the SDK instead of being sent along (protocol §5.5). */
export const CALL_BYTES_MAX = 4_000_000
/** A run whose steps are larger than this fails (protocol §8). */
export const STATE_BYTES_MAX = 32 * 1024 * 1024

export type CallRequest = { body: string; useApi: boolean }

/**
 * Builds the body of a call (protocol §5.1) as canonical JSON, the form that is signed. Events and step values are
 * canonical already, so they are joined, not parsed.
 *
 * `stack` says in which order the steps finished, which their sorted keys do not.
 *
 * `ctx.fn_id` switches checkpointing on (protocol §7): the SDK then reports each serial step by a request of its own and
 * goes on within the same call, which spares it the replay and us a call per step. Only a discovery that may run steps
 * inline can use it.
 *
 * @param attemptsMax calls this job may have; raised to the current attempt, which the SDK must be able to see as the last
 */
export function buildCallRequest(leased: LeasedJob, attemptsMax: number): CallRequest {
  const { job, events } = leased
  const event = events[0] ?? 'null'
  const texts = [event, ...events, ...leased.steps.map((step) => step.value)]
  const useApi = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) > CALL_BYTES_MAX
  const stack = leased.steps.map((step) => step.id)
  const canCheckpoint = job.stepId === DISCOVERY_STEP && !leased.forcePlan
  const ctx =
    `{"attempt":${job.attempt},"disable_immediate_execution":${leased.forcePlan},"env":"",` +
    (canCheckpoint ? `"fn_id":${JSON.stringify(leased.functionId)},` : '') +
    `"max_attempts":${Math.max(attemptsMax, job.attempt + 1)},` +
    (canCheckpoint ? `"qi_id":${JSON.stringify(job.id)},` : '') +
    `"run_id":${JSON.stringify(leased.runId)},` +
    `"stack":{"current":${stack.length},"stack":${JSON.stringify(stack)}},` +
    `"step_id":${JSON.stringify(job.stepId)},"use_api":${useApi}}`
  const steps = useApi ? [] : leased.steps.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const stepMembers = steps.map((step) => `${JSON.stringify(step.id)}:${step.value}`).join(',')
  const body =
    `{"ctx":${ctx},"event":${event},"events":[${useApi ? '' : events.join(',')}],"steps":{${stepMembers}},` +
    `"use_api":${useApi},"version":${leased.version}}`
  return { body, useApi }
}

/** Returns the size of a run's saved steps, in bytes. */
export function stateBytes(leased: LeasedJob): number {
  return leased.steps.reduce((sum, step) => sum + Buffer.byteLength(step.value), 0)
}
