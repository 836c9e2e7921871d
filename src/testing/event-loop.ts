import type * as events from '@/domain/events'
import { newId } from '@/domain/ids'
import type { FunctionDefinition } from '@/inngest/define-function'
import { servedFunctions } from '@/inngest/served-functions'
import { db } from '@/platform/db'
import type { DomainEvent } from '@/platform/define-event'
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
      const event = this.take(but)
      if (!event) return
      await this.handle(event)
      if (this.random() < 0.15) await this.handle(event)
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
   * Handles one event.
   *
   * @returns false when there was none
   */
  async handleOne(): Promise<boolean> {
    await this.pending()
    const event = this.take()
    if (event) await this.handle(event)
    return event !== undefined
  }

  /** Runs the functions that an event starts. */
  async handle(event: LoopEvent): Promise<void> {
    const started = servedFunctions.filter(({ triggers }) =>
      triggers.some((trigger) => 'event' in trigger && trigger.event === event.name),
    )
    for (const definition of started) await this.runOne(definition, event)
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
    await this.runOne(definition, { id: newId(), name: 'inngest/scheduled.timer' })
  }

  private ready(): LoopEvent[] {
    return this.waiting.filter(({ when = 0 }) => when <= Date.now())
  }

  /** Takes one event. It must not await between looking and taking, since other lanes take events as well. */
  private take(but: readonly string[] = []): LoopEvent | undefined {
    const from = this.ready().filter(({ name }) => !but.includes(name))
    const event = from[Math.floor(this.random() * from.length)]
    if (event) this.waiting.splice(this.waiting.indexOf(event), 1)
    return event
  }

  private runOne(definition: FunctionDefinition, event: { id: string; name: string; data?: unknown }): Promise<void> {
    const send = ({ id, name, data }: DomainEvent, when?: number) => void this.waiting.push({ id, name, data, when })
    return runFunction(definition, event, { runId: newId(), isTrouble, send })
  }
}

/** Says whether an error means that somebody outside has refused or has not answered. */
function isTrouble(error: unknown): boolean {
  return error instanceof DialerError || error instanceof MailError
}
