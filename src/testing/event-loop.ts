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

/** `when`: until then the engine keeps it, in ms since 1970. */
type LoopEvent = { id: string; name: string; data: Readonly<Record<string, string>>; when?: number | undefined }

/**
 * Stands for the engine in tests: takes what the outbox has and runs the functions that are started by it, the very ones
 * that are served. It knows no order and no once, as an engine may: `random` picks which event is next, and whether it
 * comes a second time. It tries again what the outside world has refused; any other error is the test's, though an engine
 * would try that again too, and hide it.
 */
export class EventLoop {
  private waiting: LoopEvent[] = []
  private readonly random: () => number

  constructor(random: () => number = Math.random) {
    this.random = random
  }

  /** Events that were recorded and not handled, those of before `reset` aside. */
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
   * Handles events, and those that come of them, until none is left.
   *
   * @param but names of events that are left waiting, as if their functions were slow
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

  /** Handles all that is there at once, in `workers` lanes, until none is left. */
  async runAtOnce(workers: number): Promise<void> {
    const lane = async () => {
      while (await this.handleOne());
    }
    while ((await this.pending()).length > 0) await Promise.all(Array.from({ length: workers }, lane))
  }

  /** @returns whether there was one */
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

  /** The clock starts a function, whose id this is. */
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

  /** Other lanes take as well: between the look and the taking nothing may be waited for. */
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

/** What somebody outside has refused, or has not answered. */
function isTrouble(error: unknown): boolean {
  return error instanceof DialerError || error instanceof MailError
}
