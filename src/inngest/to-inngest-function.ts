import type { GetStepTools, InngestFunction } from 'inngest'
import type { SentEvent } from '@/platform/define-event'
import { inngest } from '@/platform/inngest-client'
import type { FunctionDefinition, Step } from './define-function'

type EngineStep = GetStepTools<typeof inngest>

/** The SDK's types know only the first event of a run that has failed; engines send all. */
type EngineFailure = { event: { data: { event: SentEvent; events?: SentEvent[] } }; error: Error; step: EngineStep }

/** The shortest time that Inngest knows. The embedded executor does not wait that long. */
const BATCH_TIMEOUT = '1s'

/**
 * The SDK reports a finished step when so many have gathered, or when the run ends. The one step of a function is thus
 * reported with the end of its run, in the answer to the call, and not by a request of its own before.
 */
const WITH_THE_END = { bufferedSteps: 2 }

/** Turns a function of ours into one of Inngest's. */
export function toInngestFunction(definition: FunctionDefinition): InngestFunction.Any {
  const { id, retries, triggers, concurrency, batch, isOneStep, handler, onFailure } = definition
  return inngest.createFunction(
    {
      id,
      retries,
      triggers,
      ...(concurrency && { concurrency }),
      ...(isOneStep && { checkpointing: WITH_THE_END }),
      ...(batch && {
        batchEvents: { maxSize: batch.sizeMax, timeout: BATCH_TIMEOUT, ...(batch.key && { key: batch.key }) },
      }),
      ...(onFailure && {
        onFailure: ({ event: { data }, error, step }: EngineFailure) =>
          onFailure({ events: data.events ?? [data.event], error, step: toStep(step) }),
      }),
    },
    ({ events, step, runId }) => handler({ events, step: toStep(step), runId }),
  )
}

function toStep(step: EngineStep): Step {
  return {
    // The SDK says of a result that it went through JSON. Ours is JSON to begin with, which the compiler cannot conclude.
    run: <Result>(id: string, work: () => Promise<Result>) => step.run(id, work) as Promise<Result>,
    sleep: (id, duration) => step.sleep(id, duration),
    sleepUntil: (id, moment) => step.sleepUntil(id, moment),
    sendEvent: async (id, event) => void (await step.sendEvent(id, event)),
    sendEvents: async (id, events) =>
      void (await step.sendEvent(
        id,
        events.map(({ event, when }) => (when === undefined ? event : { ...event, ts: when })),
      )),
  }
}
