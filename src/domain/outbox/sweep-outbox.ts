import { sweepOutboxEvents } from '@/platform/outbox'

/**
 * Publishes the events that a crash or an outage kept from the engine. It can run twice, since the engine drops an
 * event id that it has seen.
 */
export async function sweepOutbox(): Promise<{ sent: number }> {
  return { sent: await sweepOutboxEvents() }
}
