import type { z } from 'zod'
import { newId } from '@/domain/ids'

/**
 * The data of an event: ids and moments only. Anything that may change before the event is read comes from the
 * database.
 */
export type EventData = Readonly<Record<string, string>>

/** Only this file can set this property, so an object that merely looks like an event is not one. */
const DEFINED = Symbol('defined')

/** A fact in the past tense, made by its definition. Its `id` lets the engine drop repeats. */
export type DomainEvent<Name extends string = string, Data extends EventData = EventData> = {
  readonly [DEFINED]: true
  readonly id: string
  readonly name: Name
  readonly data: Data
  /**
   * What the event asks to be looked at, for one that says no more than that: of several that wait to be sent, one is
   * sent. Null for an event that has to arrive itself.
   */
  readonly nudges: string | null
}

/** An event as it comes in, from a row of the outbox or from the engine. */
export type SentEvent = { id?: string | undefined; name: string; data?: unknown }

/** An event as a function gets it: checked, and without the request's id, which the log has. */
export type ReceivedEvent<Name extends string = string, Data extends EventData = EventData> = {
  readonly id: string | undefined
  readonly name: Name
  readonly data: Data
}

type EventChoices = {
  /** Set it when the event must have the same id whoever sends it. Otherwise it is a new UUID. */
  id?: string
  /** The id of the request that the event follows from. Without it, the id of the request in which it is recorded. */
  requestId?: string | null | undefined
}

export type EventDefinition<Name extends string = string, Data extends EventData = EventData> = {
  readonly name: Name
  /**
   * Makes the event.
   *
   * @throws ZodError for data that does not fit, which is better here than in the background, where nobody waits for it
   */
  of(data: Data, choices?: EventChoices): DomainEvent<Name, Data>
  /**
   * Checks a received event.
   *
   * @throws ZodError for data that does not fit
   */
  receive(event: SentEvent): ReceivedEvent<Name, Data>
}

/**
 * Declares an event. The declaration is the one place that defines the event's data, for the code that records it and
 * for the functions that it starts. Names and data are a contract with events that are on their way while a new release
 * starts: keep them, or accept both.
 *
 * @param schema an object of strings; it ignores unknown properties, such as the `requestId` that is added
 * @param isNudge whether the event only asks for a look at what its data names
 */
export function defineEvent<const Name extends string, Data extends EventData>(
  name: Name,
  schema: z.ZodType<Data>,
  { isNudge = false }: { isNudge?: boolean } = {},
): EventDefinition<Name, Data> {
  return {
    name,
    of(data, { id = newId(), requestId } = {}) {
      const own = schema.parse(data)
      const caused = requestId === undefined || requestId === null ? own : { ...own, requestId }
      return { [DEFINED]: true, id, name, data: caused, nudges: isNudge ? `${name} ${JSON.stringify(own)}` : null }
    },
    receive({ id, data }) {
      return { id, name, data: schema.parse(data) }
    },
  }
}
