import { webhookEventHappened } from '@/domain/events'
import type { Tx } from '@/platform/db'
import type { DomainEvent } from '@/platform/define-event'
import { publishEventsSoon, recordEvents } from '@/platform/outbox'
import type { RecordedEventType } from './webhook-event-types.rules'

/**
 * Records that something has happened of which endpoints may want to be told, in the transaction of the fact. Where no
 * endpoint wants it, nothing is written. The background then makes the deliveries.
 *
 * @param subjects what it happened to; ids are UUIDs
 */
export async function recordWebhookEvents(
  tx: Tx,
  type: RecordedEventType,
  subjects: readonly { id: string; organizationId: string }[],
): Promise<void> {
  if (subjects.length === 0) return
  const organizationIds = [...new Set(subjects.map(({ organizationId }) => organizationId))]
  const listening = await tx.rows<{ organizationId: string }>`
    SELECT DISTINCT organization_id AS "organizationId" FROM webhook_endpoints
    WHERE organization_id = ANY(${organizationIds}) AND deleted_at IS NULL AND ${type} = ANY(events)`
  const wanted = new Set(listening.map(({ organizationId }) => organizationId))
  const events = subjects
    .filter(({ organizationId }) => wanted.has(organizationId))
    .map((subject) => webhookEventOf(type, subject))
  if (events.length === 0) return
  await recordEvents(tx, events)
  tx.afterCommit(() => publishEventsSoon(events))
}

/** Makes the event of one fact, for a use case that knows already that an endpoint wants it. */
export function webhookEventOf(
  type: RecordedEventType,
  { id, organizationId }: { id: string; organizationId: string },
): DomainEvent {
  return webhookEventHappened.of({ type, organizationId, subjectId: id })
}
