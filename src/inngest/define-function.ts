import { NonRetriableError } from 'inngest'
import type { DomainEvent, ReceivedEvent, SentEvent } from '@/platform/define-event'

/**
 * What a function may ask of the engine. The ids of steps are a contract with runs that are under way while a new release
 * starts: a step whose id has changed is done again.
 */
export type Step = {
  /** Does the work once, however often the function is run again. Its result goes through JSON. */
  run<Result extends Json>(id: string, work: () => Promise<Result>): Promise<Result>
  run(id: string, work: () => Promise<void>): Promise<void>
  /** @param duration as the SDK writes it, in whole seconds: `5s` */
  sleep(id: string, duration: string): Promise<void>
  /** @param moment ISO 8601 */
  sleepUntil(id: string, moment: string): Promise<void>
  /** @param when ms since 1970: until then the engine keeps the event; without it, it acts at once */
  sendEvent(id: string, event: DomainEvent, when?: number): Promise<void>
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** An engine allows 20 at most. */
type Retries = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16 | 17 | 18 | 19 | 20

/** How many runs there are at once: in all, or for each value of what the key names. */
type Limit<Key extends string = string> = { limit: number; key?: Key }

type Run<Event> = { event: Event; step: Step; runId: string }

type Failure<Event> = { event: Event; step: Step; error: Error }

/**
 * A function of the background, without an engine: `to-inngest-function` makes it one of Inngest's, and the event
 * loop of the tests runs it as it is.
 */
export type FunctionDefinition = {
  /** The name of its file. It is a contract as well: an engine finds the function of a run by it. */
  readonly id: string
  /** How often each step is tried again. */
  readonly retries: Retries
  readonly triggers: ({ event: string } | { cron: string })[]
  readonly concurrency?: [Limit] | [Limit, Limit]
  /** @throws NonRetriableError for an event whose data does not fit its definition */
  handler(run: Run<SentEvent>): Promise<unknown>
  /** Runs once a step has failed for good. */
  onFailure?(failure: Failure<SentEvent>): Promise<unknown>
}

/** Of each event its definition, in the same order. */
type Definitions<Events extends readonly ReceivedEvent[]> = {
  readonly [At in keyof Events]: { readonly name: string; receive(event: SentEvent): Events[At] }
}

type FunctionSpec<Events extends readonly ReceivedEvent[]> = {
  id: string
  /** What starts it. */
  on: Definitions<Events>
  retries: Retries
  concurrency?: NoInfer<LimitsOf<Events[number]>>
  handler: (run: Run<Events[number]>) => Promise<unknown>
  onFailure?: (failure: Failure<Events[number]>) => Promise<unknown>
}

type LimitsOf<Event extends ReceivedEvent> = [KeyedLimit<Event>] | [KeyedLimit<Event>, KeyedLimit<Event>]

type KeyedLimit<Event extends ReceivedEvent> = Limit<`event.data.${keyof Event['data'] & string}`>

/** Declares a function that events start. It is served once it is in the list of `served-functions`. */
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

/** Declares a function that a clock starts. It is not tried again: its next run is. */
export function defineCron(spec: {
  id: string
  /** In UTC. */
  cron: string
  handler: (run: { step: Step }) => Promise<unknown>
}): FunctionDefinition {
  const { id, cron, handler } = spec
  return { id, retries: 0, triggers: [{ cron }], handler: ({ step }) => handler({ step }) }
}

/** @throws NonRetriableError for data that does not fit: it never will */
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
