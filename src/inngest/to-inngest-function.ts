import type { GetStepTools, InngestFunction } from 'inngest'
import type { SentEvent } from '@/platform/define-event'
import { inngest } from '@/platform/inngest-client'
import type { FunctionDefinition, Step } from './define-function'

type EngineStep = GetStepTools<typeof inngest>

type EngineFailure = { event: { data: { event: SentEvent } }; error: Error; step: EngineStep }

/** Turns a function of ours into one of Inngest's. */
export function toInngestFunction(definition: FunctionDefinition): InngestFunction.Any {
  const { id, retries, triggers, concurrency, handler, onFailure } = definition
  return inngest.createFunction(
    {
      id,
      retries,
      triggers,
      ...(concurrency && { concurrency }),
      ...(onFailure && {
        onFailure: ({ event, error, step }: EngineFailure) =>
          onFailure({ event: event.data.event, error, step: toStep(step) }),
      }),
    },
    ({ event, step, runId }) => handler({ event, step: toStep(step), runId }),
  )
}

function toStep(step: EngineStep): Step {
  return {
    // The SDK says of a result that it went through JSON. Ours is JSON to begin with, which the compiler cannot conclude.
    run: <Result>(id: string, work: () => Promise<Result>) => step.run(id, work) as Promise<Result>,
    sleep: (id, duration) => step.sleep(id, duration),
    sleepUntil: (id, moment) => step.sleepUntil(id, moment),
    sendEvent: async (id, event, when) =>
      void (await step.sendEvent(id, when === undefined ? event : { ...event, ts: when })),
  }
}
