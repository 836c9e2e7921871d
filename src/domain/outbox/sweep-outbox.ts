import { sweepOutboxEvents } from '@/platform/outbox'

/** Tells the engine what a crash or an outage kept from it. Idempotent: the engine drops an event id it has seen. */
export async function sweepOutbox(): Promise<{ sent: number }> {
  return { sent: await sweepOutboxEvents() }
}
