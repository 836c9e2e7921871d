import type { FunctionDefinition, PlannedEvent, Step } from '@/inngest/define-function'
import type { SentEvent } from '@/platform/define-event'

type Engine = {
  runId: string
  /** Says whether a step that threw this error is tried again. Any other error is thrown to the test at once. */
  isTrouble: (error: unknown) => boolean
  /** Takes an event that a step sends. */
  send: (planned: PlannedEvent) => void
}

type Call = (step: Step) => Promise<unknown>

/** The outcome of a step after its last try. */
type Outcome = { result: unknown } | { error: unknown }

/**
 * Runs a function as an engine does that saves each step. After every step the function starts again from its beginning
 * with the saved results. A step is tried `retries` times more. Then the function gets the step's error; if it does not
 * catch that error, `onFailure` runs in the same way. Sleeps, and the waits between tries, are over at once.
 *
 * @throws an error that `isTrouble` does not accept, an error about two steps with one id, and the failure of a
 *   function without `onFailure`
 */
export async function runFunction(
  definition: FunctionDefinition,
  events: readonly SentEvent[],
  engine: Engine,
): Promise<void> {
  const { handler, onFailure } = definition
  try {
    await runToTheEnd(definition, engine, (step) => handler({ events, step, runId: engine.runId }))
  } catch (error) {
    if (!onFailure || !(error instanceof Error) || !engine.isTrouble(error)) throw error
    await runToTheEnd(definition, engine, (step) => onFailure({ events, step, error }))
  }
}

async function runToTheEnd(definition: FunctionDefinition, engine: Engine, call: Call): Promise<void> {
  const saved = new Map<string, Outcome>()
  while ((await runToNextStep(definition, engine, call, saved)) === 'step');
}

/**
 * Runs the function until it comes to a step that is not saved, and saves that step. The function's promise is then
 * abandoned.
 */
function runToNextStep(
  { id: functionId, retries }: FunctionDefinition,
  { isTrouble, send }: Engine,
  call: Call,
  saved: Map<string, Outcome>,
): Promise<'step' | 'end'> {
  return new Promise((resolve, reject) => {
    const met = new Set<string>()
    const once = async <Result>(id: string, work: () => Promise<Result>): Promise<Result> => {
      if (met.has(id)) reject(new Error(`${functionId} has two steps with the id ${id}.`))
      met.add(id)
      const outcome = saved.get(id)
      if (!outcome) {
        tryStep(work, retries, isTrouble).then((made) => {
          saved.set(id, made)
          resolve('step')
        }, reject)
        return new Promise(() => {})
      }
      if ('error' in outcome) throw outcome.error
      return outcome.result as Result
    }
    const step: Step = {
      run: once,
      sleep: (id) => once(id, async () => {}),
      sleepUntil: (id) => once(id, async () => {}),
      sendEvent: (id, event) => once(id, async () => send({ event })),
      sendEvents: (id, events) => once(id, async () => events.forEach(send)),
    }
    call(step).then(() => resolve('end'), reject)
  })
}

async function tryStep(
  work: () => Promise<unknown>,
  retries: number,
  isTrouble: (error: unknown) => boolean,
): Promise<Outcome> {
  for (let tries = 1; ; tries++) {
    try {
      const result = await work()
      return { result: result === undefined ? null : JSON.parse(JSON.stringify(result)) }
    } catch (error) {
      if (!isTrouble(error)) throw error
      if (tries > retries) return { error }
    }
  }
}
