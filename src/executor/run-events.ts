import { type AcceptedEvent, internalEvent } from './accept-events'
import type { JsonValue } from './canonical-json'
import type { Transition } from './state'

export const FUNCTION_FINISHED = 'inngest/function.finished'
export const FUNCTION_FAILED = 'inngest/function.failed'

type EndedRun = {
  runId: string
  functionId: string
  /** The events that started the run, as JSON. */
  events: string[]
  end: NonNullable<Transition['end']>
}

/**
 * Returns the names of the events that an end emits. `AnswerApplier` leaves out those that no function listens to,
 * since nobody could ever see them.
 */
export function eventNames(end: EndedRun['end']): string[] {
  return end.status === 'failed' ? [FUNCTION_FINISHED, FUNCTION_FAILED] : [FUNCTION_FINISHED]
}

/**
 * Makes the events that the end of a run emits (protocol §8): `finished`, and `failed` after it, whose id is the run's
 * so that it counts once. A run that one of these events has started emits none, or a failing handler would start
 * itself forever.
 */
export function runEvents(run: EndedRun, nowMs: number): AcceptedEvent[] {
  const events = run.events.map((event) => JSON.parse(event) as { [key: string]: JsonValue })
  const [event = null] = events
  if (event === null || event.name === FUNCTION_FINISHED || event.name === FUNCTION_FAILED) return []
  const { end } = run
  const data: { [key: string]: JsonValue } = {
    function_id: run.functionId,
    run_id: run.runId,
    event,
    events,
    _inngest: { status: end.status === 'failed' ? 'Failed' : 'Completed' },
    ...(end.status === 'failed' ? { error: end.error } : { result: JSON.parse(end.result) as JsonValue }),
  }
  return eventNames(end).map((name) =>
    internalEvent(name, name === FUNCTION_FAILED ? run.runId : `${run.runId}:finished`, data, nowMs),
  )
}
