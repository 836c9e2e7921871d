import { forRequests } from './background'
import { db, Prisma, type Tx } from './db'
import type { DomainEvent } from './define-event'
import { inngest } from './inngest-client'
import { logger } from './logger'
import { currentRequestId } from './request-context'

/**
 * Records an event in the transaction of the fact that it reports, with the id of the current request, unless the event
 * has one. Publish the event after the commit.
 */
export function recordEvent(tx: Tx, event: DomainEvent): Promise<void> {
  return recordEvents(tx, [event])
}

/** Records any number of events in one statement. */
export async function recordEvents(tx: Tx, events: readonly DomainEvent[]): Promise<void> {
  if (events.length === 0) return
  await tx.execute`/* prepared */ ${recording(events)}`
}

/** Returns the statement that records events, for a larger one to have it as a part. */
export function recording(events: readonly DomainEvent[]): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO outbox_events (id, name, data)
    SELECT id, name, data FROM json_to_recordset(${JSON.stringify(events.map(ofRequest))}::json) AS event(id uuid, name text, data jsonb)`
}

/**
 * Publishes committed events and marks them as sent. A failure is only logged: the rows stay unsent and the sweep sends
 * them, so no caller has to know whether the engine is up.
 */
export function publishEvents(events: readonly DomainEvent[]): Promise<void> {
  return events.length === 0 ? Promise.resolve() : publisher.publish(events)
}

const PUBLISH_SOON_MS = 2

/**
 * Publishes events once the current request has been answered, since sending takes some milliseconds. The sweep makes
 * up for a crash in between.
 */
export function publishEventsSoon(events: readonly DomainEvent[]): void {
  setTimeout(() => void publishEvents(events), PUBLISH_SOON_MS)
}

/** An event as its row has it. An earlier release may have written it. */
type StoredEvent = { id: string; name: string; data: Readonly<Record<string, string>> }

function ofRequest({ id, name, data }: StoredEvent): StoredEvent {
  const requestId = currentRequestId()
  return { id, name, data: requestId === undefined ? data : { requestId, ...data } }
}

type WaitingEvent = StoredEvent & { nudges: string | null }

const EVENTS_PER_ROUND_MAX = 500
/** An engine that takes longer is not waited for: the rounds behind this one would stand still with it. */
const ROUND_MAX_MS = 10_000

/**
 * Sends what is published in rounds, one at a time: while a round is under way, the next one gathers. A hundred calls
 * that end at once then cost a few requests to the engine and a few updates, where each had cost one of both.
 */
class Publisher {
  #gathered: WaitingEvent[] = []
  #gathering: Promise<void> | null = null
  #underWay: Promise<void> = Promise.resolve()

  /** @returns resolves once these events are sent, or left to the sweep */
  publish(events: readonly DomainEvent[]): Promise<void> {
    if (this.#gathered.length + events.length > EVENTS_PER_ROUND_MAX) this.#gathering = null
    if (this.#gathering === null) {
      const round: WaitingEvent[] = []
      this.#gathered = round
      // A request may be in a round that the background has begun, and must not wait for a connection of its pool.
      this.#gathering = this.#underWay.then(() => forRequests(() => this.#send(round)))
      this.#underWay = this.#gathering
    }
    // The request is the publisher's, and not the round's.
    this.#gathered.push(...events.map((event) => ({ ...ofRequest(event), nudges: event.nudges })))
    return this.#gathering
  }

  async #send(round: WaitingEvent[]): Promise<void> {
    if (this.#gathered === round) this.#gathering = null
    try {
      await within(ROUND_MAX_MS, sendEvents(withoutRepeatedNudges(round), round))
    } catch (error) {
      logger.warn({ err: error, events: round.length }, 'The engine did not take events; the sweep will send them.')
    }
  }
}

const publisher = new Publisher()

async function within(maxMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The engine has not answered for ${maxMs / 1_000} s.`)), maxMs)
  })
  try {
    await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Of the nudges for one thing, the first one is enough: all that they follow from is committed. */
function withoutRepeatedNudges(events: readonly WaitingEvent[]): WaitingEvent[] {
  const nudged = new Set<string>()
  return events.filter(({ nudges }) => {
    if (nudges === null) return true
    if (nudged.has(nudges)) return false
    nudged.add(nudges)
    return true
  })
}

/** @param settled events that need no sending after this */
async function sendEvents(events: readonly StoredEvent[], settled: readonly StoredEvent[] = events): Promise<void> {
  await inngest.send(events.map(({ id, name, data }) => ({ id, name, data })))
  const ids = settled.map((event) => event.id)
  await db().execute`UPDATE outbox_events SET sent_at = now() WHERE id = ANY(${ids}::uuid[])`
}

// Young events are left to the publisher that is at work on them; sent ones are kept for a week, to look at.
const SWEEP_AFTER_SECONDS = 10
const SWEEP_ROWS_MAX = 1_000
const KEEP_SENT_DAYS = 7

/**
 * Publishes events that were committed at least 10 seconds ago and not sent, oldest first. Deletes those that were sent
 * more than 7 days ago.
 *
 * @returns how many events were sent
 * @throws when the engine does not accept events; the cron function that calls this shows it and tries again
 */
export async function sweepOutboxEvents(): Promise<number> {
  await deleteSentLongAgo()
  let sent = 0
  for (;;) {
    const events = await db().rows<StoredEvent>`
      SELECT id, name, data FROM outbox_events
      WHERE sent_at IS NULL AND created_at < now() - make_interval(secs => ${SWEEP_AFTER_SECONDS})
      ORDER BY created_at, id LIMIT ${SWEEP_ROWS_MAX}`
    if (events.length > 0) await sendEvents(events.map(ofRequest))
    sent += events.length
    if (events.length < SWEEP_ROWS_MAX) return sent
  }
}

/** Deletes in chunks, each of which holds its locks for a moment, and leaves to the next sweep what somebody has locked. */
async function deleteSentLongAgo(): Promise<void> {
  for (let deleted = SWEEP_ROWS_MAX; deleted === SWEEP_ROWS_MAX; ) {
    deleted = await db().execute`
      DELETE FROM outbox_events WHERE id IN (
        SELECT id FROM outbox_events WHERE sent_at < now() - make_interval(days => ${KEEP_SENT_DAYS})
        ORDER BY sent_at LIMIT ${SWEEP_ROWS_MAX} FOR UPDATE SKIP LOCKED)`
  }
}
