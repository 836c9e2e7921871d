import { db, type Tx } from './db'
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
  await tx.execute`
    INSERT INTO outbox_events (id, name, data)
    SELECT id, name, data FROM json_to_recordset(${JSON.stringify(events.map(ofRequest))}::json) AS event(id uuid, name text, data jsonb)`
}

/**
 * Publishes committed events and marks them as sent. A failure is only logged: the rows stay unsent and the sweep sends
 * them, so no caller has to know whether the engine is up.
 */
export async function publishEvents(events: readonly DomainEvent[]): Promise<void> {
  if (events.length === 0) return
  try {
    await sendEvents(events)
  } catch (error) {
    logger.warn({ err: error, events: events.length }, 'The engine did not take events; the sweep will send them.')
  }
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

async function sendEvents(events: readonly StoredEvent[]): Promise<void> {
  await inngest.send(events.map(ofRequest))
  const ids = events.map((event) => event.id)
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
  await db().execute`DELETE FROM outbox_events WHERE sent_at < now() - make_interval(days => ${KEEP_SENT_DAYS})`
  let sent = 0
  for (;;) {
    const events = await db().rows<StoredEvent>`
      SELECT id, name, data FROM outbox_events
      WHERE sent_at IS NULL AND created_at < now() - make_interval(secs => ${SWEEP_AFTER_SECONDS})
      ORDER BY created_at, id LIMIT ${SWEEP_ROWS_MAX}`
    if (events.length > 0) await sendEvents(events)
    sent += events.length
    if (events.length < SWEEP_ROWS_MAX) return sent
  }
}
