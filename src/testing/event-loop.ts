import { dispatchCalls } from '@/domain/calls/dispatch-calls'
import { placeCall } from '@/domain/calls/place-call'
import { recordTimeout } from '@/domain/calls/record-call-result'
import { settleCall } from '@/domain/calls/settle-call'
import { sendEmail, settleEmail } from '@/domain/emails/send-email'
import { BATCH_ACCEPTED, CALL_ENDED, CALL_REQUESTED, EMAIL_REQUESTED, IMPORT_STAGED, WORK_DUE } from '@/domain/events'
import { runImportBatch } from '@/domain/imports/run-import-batch'
import { activateBatch, createSequences } from '@/domain/sequences/create-sequences'
import { db } from '@/platform/db'
import { DialerError } from '@/platform/dialers/dialer'

export type LoopEvent = { id: string; name: string; data: Record<string, string> }

/** What each event's function does, with the engine's retries made at once. */
const FUNCTIONS: Record<string, (data: Record<string, string>) => Promise<unknown>> = {
  [BATCH_ACCEPTED]: async ({ batchId = '' }) => {
    await createSequences({ batchId })
    await activateBatch({ batchId })
  },
  [WORK_DUE]: ({ agentId = '' }) => dispatchCalls({ agentId }),
  [CALL_REQUESTED]: ({ callId = '' }) => placeWithRetries(callId),
  [CALL_ENDED]: ({ callId = '' }) => settleCall({ callId }),
  [EMAIL_REQUESTED]: ({ emailId = '' }) => sendWithRetries(emailId),
  [IMPORT_STAGED]: async ({ importId = '' }) => {
    while ((await runImportBatch({ importId })).outcome === 'enrolled');
  },
}

// As in src/inngest/functions/place-call.ts.
const PLACE_TRIES_MAX = 4

async function placeWithRetries(callId: string): Promise<void> {
  for (let tries = 1; tries <= PLACE_TRIES_MAX; tries++) {
    try {
      await placeCall({ callId })
      return
    } catch (error) {
      if (!(error instanceof DialerError)) throw error
    }
  }
  await recordTimeout(callId)
}

async function sendWithRetries(emailId: string): Promise<void> {
  try {
    await sendEmail({ emailId })
  } catch (error) {
    await settleEmail({ emailId, failureReason: (error as Error).message })
  }
}

/**
 * Stands for the engine in tests: takes what the outbox has and calls what the event's function calls. It knows no order
 * and no once, as an engine may: `random` picks which event is next, and whether it comes a second time.
 */
export class EventLoop {
  private waiting: LoopEvent[] = []
  private readonly random: () => number

  constructor(random: () => number = Math.random) {
    this.random = random
  }

  /** Events that were recorded and not handled, those of before `reset` aside. */
  async pending(): Promise<readonly LoopEvent[]> {
    const taken = await db().$queryRaw<LoopEvent[]>`DELETE FROM outbox_events RETURNING id, name, data`
    this.waiting.push(...taken.filter(({ name }) => name in FUNCTIONS).sort((a, b) => (a.id < b.id ? -1 : 1)))
    return this.waiting
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
  async run({ but = [] }: { but?: string[] } = {}): Promise<void> {
    for (;;) {
      const ready = (await this.pending()).filter(({ name }) => !but.includes(name))
      const event = ready[Math.floor(this.random() * ready.length)]
      if (!event) return
      this.waiting.splice(this.waiting.indexOf(event), 1)
      await handleEvent(event)
      if (this.random() < 0.15) await handleEvent(event)
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
    const [event] = this.waiting.splice(Math.floor(this.random() * this.waiting.length), 1)
    if (event) await handleEvent(event)
    return event !== undefined
  }
}

export async function handleEvent({ name, data }: LoopEvent): Promise<void> {
  await FUNCTIONS[name]?.(data)
}
