import { NonRetriableError } from 'inngest'
import type { DomainEvent, ReceivedEvent, SentEvent } from '@/platform/define-event'
import { logger } from '@/platform/logger'

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
  /** Sends an event. */
  sendEvent(id: string, event: DomainEvent): Promise<void>
  /** Sends events in one step. */
  sendEvents(id: string, events: readonly PlannedEvent[]): Promise<void>
}

/** An event, and the ms since 1970 until which the engine keeps it; without them the event acts at once. */
export type PlannedEvent = { event: DomainEvent; when?: number }

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** Engines allow at most 20. */
type Retries = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16 | 17 | 18 | 19 | 20

/** How many runs may be under way at once, in all or for each value of the key. */
type Limit<Key extends string = string> = { limit: number; key?: Key }

/** How many events a run gets at most. Engines allow at most 100. */
type Batch = { sizeMax: number; key?: string }

/** The events are one, or a batch for a function that takes batches. */
type Run<Events> = { events: Events; step: Step; runId: string }

type Failure<Events> = { events: Events; step: Step; error: Error }

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
  /** The engine gathers events for a run, for a second at most. Without it each event starts a run. */
  readonly batch?: Batch
  /**
   * Set when a run is one step at most. Its result is then saved with the end of the run, in one answer: the engine need
   * not hear of the step before. A second step could not wait for that, so there is none.
   */
  readonly isOneStep?: boolean
  /**
   * Runs the function.
   *
   * @throws NonRetriableError for events none of which starts the function and fits its definition
   */
  handler(run: Run<readonly SentEvent[]>): Promise<unknown>
  /** Runs after a step has failed for good. */
  onFailure?(failure: Failure<readonly SentEvent[]>): Promise<unknown>
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
  isOneStep?: boolean
  handler: (run: Single<Run<unknown>, Events[number]>) => Promise<unknown>
  onFailure?: (failure: Single<Failure<unknown>, Events[number]>) => Promise<unknown>
}

/** What a function that takes no batches gets. */
type Single<Given, Event> = Omit<Given, 'events'> & { event: Event }

type BatchFunctionSpec<Events extends readonly ReceivedEvent[]> = Omit<
  FunctionSpec<Events>,
  'handler' | 'onFailure'
> & {
  batch: { sizeMax: number; key?: NoInfer<PathOf<Events[number]>> }
  handler: (run: Run<readonly Events[number][]>) => Promise<unknown>
  onFailure?: (failure: Failure<readonly Events[number][]>) => Promise<unknown>
}

type LimitsOf<Event extends ReceivedEvent> = [KeyedLimit<Event>] | [KeyedLimit<Event>, KeyedLimit<Event>]

type KeyedLimit<Event extends ReceivedEvent> = Limit<PathOf<Event>>

type PathOf<Event extends ReceivedEvent> = `event.data.${keyof Event['data'] & string}`

/** Declares a function of which each event starts a run. It is served once `served-functions` lists it. */
export function defineFunction<Events extends readonly ReceivedEvent[]>(
  spec: FunctionSpec<Events>,
): FunctionDefinition {
  const { id, on, retries, concurrency, isOneStep = false, handler, onFailure } = spec
  return limitSteps({
    id,
    retries,
    triggers: on.map(({ name }) => ({ event: name })),
    ...(concurrency && { concurrency }),
    isOneStep,
    handler: async ({ events, ...run }) => handler({ event: receiveFirst(on, events), ...run }),
    ...(onFailure && {
      onFailure: async ({ events, ...failure }: Failure<readonly SentEvent[]>) =>
        onFailure({ event: receiveFirst(on, events), ...failure }),
    }),
  })
}

/**
 * Declares a function that takes its events in batches: under load, a run for many costs little more than a run for
 * one. It must be able to run again with the same batch after it has failed half-way.
 */
export function defineBatchFunction<Events extends readonly ReceivedEvent[]>(
  spec: BatchFunctionSpec<Events>,
): FunctionDefinition {
  const { id, on, retries, concurrency, batch, isOneStep = false, handler, onFailure } = spec
  return limitSteps({
    id,
    retries,
    batch,
    triggers: on.map(({ name }) => ({ event: name })),
    ...(concurrency && { concurrency }),
    isOneStep,
    handler: async ({ events, ...run }) => handler({ events: receiveAll(on, events), ...run }),
    ...(onFailure && {
      onFailure: async ({ events, ...failure }: Failure<readonly SentEvent[]>) =>
        onFailure({ events: receiveAll(on, events), ...failure }),
    }),
  })
}

/** Declares a function that runs at fixed times. It is not tried again, because the next run follows soon. */
export function defineCron(spec: {
  id: string
  /** A cron expression in UTC. */
  cron: string
  isOneStep?: boolean
  handler: (run: { step: Step }) => Promise<unknown>
}): FunctionDefinition {
  const { id, cron, isOneStep = false, handler } = spec
  return limitSteps({ id, retries: 0, triggers: [{ cron }], isOneStep, handler: ({ step }) => handler({ step }) })
}

/** Holds a function that was declared to have one step to that, in its handler and after its failure. */
function limitSteps(definition: FunctionDefinition): FunctionDefinition {
  const { id, isOneStep, handler, onFailure } = definition
  if (!isOneStep) return definition
  return {
    ...definition,
    handler: ({ step, ...run }) => handler({ ...run, step: onlyOnce(step, id) }),
    ...(onFailure && {
      onFailure: ({ step, ...failure }: Failure<readonly SentEvent[]>) =>
        onFailure({ ...failure, step: onlyOnce(step, id) }),
    }),
  }
}

/** Returns a step that can be taken once: a second one would be done before the first is saved. */
function onlyOnce(step: Step, functionId: string): Step {
  let taken = false
  const tools = Object.entries(step).map(([name, tool]: [string, (...input: never[]) => unknown]) => [
    name,
    (...input: never[]) => {
      if (taken) throw new NonRetriableError(`${functionId} was declared to have one step.`)
      taken = true
      return tool(...input)
    },
  ])
  return Object.fromEntries(tools)
}

function receiveFirst<Events extends readonly ReceivedEvent[]>(
  on: Definitions<Events>,
  [event]: readonly SentEvent[],
): Events[number] {
  if (!event) throw new NonRetriableError('There is no event.')
  return receive(on, event)
}

/**
 * Checks the events of a batch. One that does not fit is left out with an error in the log: it must not take the others
 * with it.
 *
 * @throws NonRetriableError when none fits
 */
function receiveAll<Events extends readonly ReceivedEvent[]>(
  on: Definitions<Events>,
  events: readonly SentEvent[],
): Events[number][] {
  const received: Events[number][] = []
  const faults: unknown[] = []
  for (const event of events) {
    try {
      received.push(receive(on, event))
    } catch (error) {
      faults.push(error)
      logger.error({ err: error, event: event.id }, 'An event of a batch was left out.')
    }
  }
  if (received.length === 0) throw faults[0] ?? new NonRetriableError('There is no event.')
  return received
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
