import type * as events from '@/domain/events'
import { newId } from '@/domain/ids'
import type { FunctionDefinition, PlannedEvent } from '@/inngest/define-function'
import { servedFunctions } from '@/inngest/served-functions'
import { db } from '@/platform/db'
import { DialerError } from '@/platform/dialers/dialer'
import { MailError } from '@/platform/mail/mailer'
import { runFunction } from './run-function'

type EventName = (typeof events)[keyof typeof events]['name']

/** An event as the engine keeps it. `when` is the time in ms since 1970 before which it is not handled. */
type LoopEvent = { id: string; name: string; data: Readonly<Record<string, string>>; when?: number | undefined }

/**
 * Stands for the engine in tests. It takes the events of the outbox and runs the functions that they start; these are
 * the functions that are served. It promises neither order nor exactly-once delivery, since an engine may not either:
 * `random` picks the next event, and decides whether an event comes twice.
 *
 * It tries a step again after an error of the dialer or the mailer. Any other error is thrown to the test; an engine
 * would try that again too, and hide it.
 */
export class EventLoop {
  private waiting: LoopEvent[] = []
  private readonly random: () => number

  constructor(random: () => number = Math.random) {
    this.random = random
  }

  /** Returns the events that were recorded and not handled, without those from before `reset`. */
  async pending(): Promise<readonly LoopEvent[]> {
    const taken = await db().rows<LoopEvent>`DELETE FROM outbox_events RETURNING id, name, data`
    this.waiting.push(...taken.sort((a, b) => (a.id < b.id ? -1 : 1)))
    return this.ready()
  }

  async reset(): Promise<void> {
    await this.pending()
    this.waiting = []
  }

  /**
   * Handles events, and the events that they cause, until none is left.
   *
   * @param but names of events that stay waiting, as if their functions were slow
   */
  async run({ but = [] }: { but?: readonly EventName[] } = {}): Promise<void> {
    for (;;) {
      await this.pending()
      const events = this.take(but)
      if (events.length === 0) return
      await this.handle(...events)
      if (this.random() < 0.15) await this.handle(...events)
    }
  }

  /** Handles all events in `workers` concurrent lanes, until none is left. */
  async runAtOnce(workers: number): Promise<void> {
    const lane = async () => {
      while (await this.handleOne());
    }
    while ((await this.pending()).length > 0) await Promise.all(Array.from({ length: workers }, lane))
  }

  /**
   * Handles one event, or some of one name.
   *
   * @returns false when there was none
   */
  async handleOne(): Promise<boolean> {
    await this.pending()
    const events = this.take()
    if (events.length > 0) await this.handle(...events)
    return events.length > 0
  }

  /** Runs the functions that events of one name start. */
  async handle(...events: LoopEvent[]): Promise<void> {
    const [name] = events.map((event) => event.name)
    for (const definition of servedFunctions) {
      if (!definition.triggers.some((trigger) => 'event' in trigger && trigger.event === name)) continue
      for (const batch of toBatches(definition, events)) await this.runOne(definition, batch)
    }
  }

  /**
   * Runs a function that is started by a cron.
   *
   * @param id of the function
   */
  async fire(id: string): Promise<void> {
    const definition = servedFunctions.find(
      (served) => served.id === id && served.triggers.some((trigger) => 'cron' in trigger),
    )
    if (!definition) throw new Error(`There is no function ${id} that a clock starts.`)
    await this.runOne(definition, [{ id: newId(), name: 'inngest/scheduled.timer' }])
  }

  private ready(): LoopEvent[] {
    return this.waiting.filter(({ when = 0 }) => when <= Date.now())
  }

  /**
   * Takes one event, and with it some others of its name, as an engine gathers them for a function that takes batches. It
   * must not await between looking and taking, since other lanes take events as well.
   */
  private take(but: readonly string[] = []): LoopEvent[] {
    const from = this.ready().filter(({ name }) => !but.includes(name))
    const first = from[Math.floor(this.random() * from.length)]
    if (!first) return []
    const others = from.filter((event) => event !== first && event.name === first.name && this.random() < 0.5)
    const taken = [first, ...others]
    this.waiting = this.waiting.filter((event) => !taken.includes(event))
    return taken
  }

  private runOne(
    definition: FunctionDefinition,
    events: readonly { id: string; name: string; data?: unknown }[],
  ): Promise<void> {
    const send = ({ event: { id, name, data }, when }: PlannedEvent) => void this.waiting.push({ id, name, data, when })
    return runFunction(definition, events, { runId: newId(), isTrouble, send })
  }
}

/** Divides events into the runs that they start: one for each, or batches of those with the same value of the key. */
function toBatches({ batch }: FunctionDefinition, events: readonly LoopEvent[]): LoopEvent[][] {
  if (!batch) return events.map((event) => [event])
  const property = batch.key?.replace('event.data.', '')
  const batches = new Map<string, LoopEvent[]>()
  for (const event of events) {
    const key = property === undefined ? '' : (event.data[property] ?? '')
    batches.set(key, [...(batches.get(key) ?? []), event])
  }
  return [...batches.values()]
}

/** Says whether an error means that somebody outside has refused or has not answered. */
function isTrouble(error: unknown): boolean {
  return error instanceof DialerError || error instanceof MailError
}
