import type { z } from 'zod'
import { newId } from '@/domain/ids'

/** Ids and moments, and nothing that may have changed by the time it is read: that is asked of the database. */
export type EventData = Readonly<Record<string, string>>

/** Only this file can write it: an object that merely looks like an event is none. */
const DEFINED = Symbol('defined')

/** A past-tense fact, made by its definition. `id` makes the engine drop repeats. */
export type DomainEvent<Name extends string = string, Data extends EventData = EventData> = {
  readonly [DEFINED]: true
  readonly id: string
  readonly name: Name
  readonly data: Data
}

/** An event as it comes from outside: from a row of the outbox, or from the engine. */
export type SentEvent = { id?: string | undefined; name: string; data?: unknown }

/** An event as a function gets it: checked, and without the id of the request, which the log has. */
export type ReceivedEvent<Name extends string = string, Data extends EventData = EventData> = {
  readonly id: string | undefined
  readonly name: Name
  readonly data: Data
}

type EventChoices = {
  /** A new UUID, unless the event must be one and the same whoever sends it. */
  id?: string
  /** The request that the event follows from, where that is another one than the request under way. */
  requestId?: string | null | undefined
}

export type EventDefinition<Name extends string = string, Data extends EventData = EventData> = {
  readonly name: Name
  /** @throws ZodError for data that does not fit: better here than in the background, where nobody waits for it */
  of(data: Data, choices?: EventChoices): DomainEvent<Name, Data>
  /** @throws ZodError for data that does not fit */
  receive(event: SentEvent): ReceivedEvent<Name, Data>
}

/**
 * Declares an event: the one place that says what its data is, for those who record it and for the functions that it
 * starts. Names and data are a contract with events that are on their way while a new release starts: keep them, or
 * accept both.
 *
 * @param schema an object of strings; it ignores what it does not know, such as the `requestId` that is added
 */
export function defineEvent<const Name extends string, Data extends EventData>(
  name: Name,
  schema: z.ZodType<Data>,
): EventDefinition<Name, Data> {
  return {
    name,
    of(data, { id = newId(), requestId } = {}) {
      const own = schema.parse(data)
      const caused = requestId === undefined || requestId === null ? own : { ...own, requestId }
      return { [DEFINED]: true, id, name, data: caused }
    },
    receive({ id, data }) {
      return { id, name, data: schema.parse(data) }
    },
  }
}
