import { NonRetriableError } from 'inngest'
import type { DomainEvent, ReceivedEvent, SentEvent } from '@/platform/define-event'

/**
 * What a function may ask of the engine. Step ids are a contract with runs that are under way while a new release
 * starts: a step with a changed id runs again.
 */
export type Step = {
  /** Does the work once, however often the function is run again. The result is stored as JSON. */
  run<Result extends Json>(id: string, work: () => Promise<Result>): Promise<Result>
  run(id: string, work: () => Promise<void>): Promise<void>
  /**
   * Waits.
   *
   * @param duration as the SDK writes it, in whole seconds: `5s`
   */
  sleep(id: string, duration: string): Promise<void>
  /**
   * Waits until a moment.
   *
   * @param moment ISO 8601
   */
  sleepUntil(id: string, moment: string): Promise<void>
  /**
   * Sends an event.
   *
   * @param when ms since 1970 until which the engine keeps the event; without it the event acts at once
   */
  sendEvent(id: string, event: DomainEvent, when?: number): Promise<void>
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** Engines allow at most 20. */
type Retries = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16 | 17 | 18 | 19 | 20

/** How many runs may be under way at once, in all or for each value of the key. */
type Limit<Key extends string = string> = { limit: number; key?: Key }

type Run<Event> = { event: Event; step: Step; runId: string }

type Failure<Event> = { event: Event; step: Step; error: Error }

/**
 * A function of the background that knows no engine. `to-inngest-function` turns it into one of Inngest's, and the
 * tests' event loop runs it as it is.
 */
export type FunctionDefinition = {
  /** The name of the function's file. It is a contract too: an engine finds the function of a run by it. */
  readonly id: string
  /** How often a failed step is tried again. */
  readonly retries: Retries
  readonly triggers: ({ event: string } | { cron: string })[]
  readonly concurrency?: [Limit] | [Limit, Limit]
  /**
   * Runs the function.
   *
   * @throws NonRetriableError for an event that does not start the function, or whose data does not fit its definition
   */
  handler(run: Run<SentEvent>): Promise<unknown>
  /** Runs after a step has failed for good. */
  onFailure?(failure: Failure<SentEvent>): Promise<unknown>
}

/** The definitions of some events, in the same order. */
type Definitions<Events extends readonly ReceivedEvent[]> = {
  readonly [At in keyof Events]: { readonly name: string; receive(event: SentEvent): Events[At] }
}

type FunctionSpec<Events extends readonly ReceivedEvent[]> = {
  id: string
  /** The events that start the function. */
  on: Definitions<Events>
  retries: Retries
  concurrency?: NoInfer<LimitsOf<Events[number]>>
  handler: (run: Run<Events[number]>) => Promise<unknown>
  onFailure?: (failure: Failure<Events[number]>) => Promise<unknown>
}

type LimitsOf<Event extends ReceivedEvent> = [KeyedLimit<Event>] | [KeyedLimit<Event>, KeyedLimit<Event>]

type KeyedLimit<Event extends ReceivedEvent> = Limit<`event.data.${keyof Event['data'] & string}`>

/** Declares a function that events start. It is served once `served-functions` lists it. */
export function defineFunction<Events extends readonly ReceivedEvent[]>(
  spec: FunctionSpec<Events>,
): FunctionDefinition {
  const { id, on, retries, concurrency, handler, onFailure } = spec
  return {
    id,
    retries,
    triggers: on.map(({ name }) => ({ event: name })),
    ...(concurrency && { concurrency }),
    handler: async ({ event, ...run }) => handler({ event: receive(on, event), ...run }),
    ...(onFailure && {
      onFailure: async ({ event, ...failure }: Failure<SentEvent>) =>
        onFailure({ event: receive(on, event), ...failure }),
    }),
  }
}

/** Declares a function that runs at fixed times. It is not tried again, because the next run follows soon. */
export function defineCron(spec: {
  id: string
  /** A cron expression in UTC. */
  cron: string
  handler: (run: { step: Step }) => Promise<unknown>
}): FunctionDefinition {
  const { id, cron, handler } = spec
  return { id, retries: 0, triggers: [{ cron }], handler: ({ step }) => handler({ step }) }
}

/**
 * Checks a received event.
 *
 * @throws NonRetriableError for an event that does not start the function, and for data that does not fit: a retry
 * would change neither
 */
function receive<Events extends readonly ReceivedEvent[]>(on: Definitions<Events>, event: SentEvent): Events[number] {
  for (let at = 0; at < on.length; at++) {
    const definition = on[at]
    if (definition?.name === event.name) return receiveAs(definition, event)
  }
  throw new NonRetriableError(`This function is not started by ${event.name}.`)
}

function receiveAs<Event>(definition: { receive(event: SentEvent): Event }, event: SentEvent): Event {
  try {
    return definition.receive(event)
  } catch (error) {
    throw new NonRetriableError(`The data of this ${event.name} does not fit.`, { cause: error })
  }
}
