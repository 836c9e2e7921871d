import type { DomainEvent } from '@/platform/define-event'
import { publishEvents } from '@/platform/outbox'

const GATHERED_MS = 100

/**
 * Publishes an event that asks for a look at an agent's work, at the next tenth of a second. What asks for the same
 * look at the same moment is then sent once, and one dispatch follows: contacts that are enrolled one by one would
 * each cost the app ten requests of the engine, while the next ones wait. The sweep makes up for a crash in between.
 */
export function announceSoon(event: DomainEvent): void {
  // A timer of its own for each event, which belongs to its request.
  setTimeout(() => void publishEvents([event]), Math.ceil(GATHERED_MS - (performance.now() % GATHERED_MS)))
}
