import { deliveriesFailed } from '@/domain/events'
import { type Tx, transaction } from '@/platform/db'
import type { DomainEvent } from '@/platform/define-event'
import { publishEvents, recordEvents } from '@/platform/outbox'

/**
 * An endpoint that is down for days fails a delivery for each call. Its owners get at most one mail in this many hours.
 */
const ANNOUNCE_AFTER_HOURS = 24

/**
 * Ends a delivery on which the engine has given up. The log shows it as failed, and it can be sent again. A delivery
 * that has ended stays as it is.
 */
export async function failDelivery(input: { deliveryId: string }): Promise<void> {
  await publishEvents(await transaction((tx) => endInFailure(tx, input.deliveryId)))
}

/**
 * Ends a pending delivery as failed.
 *
 * @returns the event for the endpoint's owners, to publish after the commit; none when they were told within 24 hours,
 * the endpoint is disabled or deleted, or the delivery has ended
 */
export async function endInFailure(tx: Tx, deliveryId: string): Promise<DomainEvent[]> {
  const [failed] = await tx.rows<{ endpointId: string }>`
    UPDATE webhook_deliveries SET status = 'failed', ended_at = now(), held_at = NULL
    WHERE id = ${deliveryId}::uuid AND status = 'pending'
    RETURNING endpoint_id AS "endpointId"`
  if (!failed) return []
  const { endpointId } = failed
  const announced = await tx.execute`
    UPDATE webhook_endpoints SET trouble_announced_at = now()
    WHERE id = ${endpointId}::uuid AND disabled_at IS NULL AND deleted_at IS NULL
      AND coalesce(trouble_announced_at < now() - make_interval(hours => ${ANNOUNCE_AFTER_HOURS}::int), true)`
  if (announced === 0) return []
  const events = [deliveriesFailed.of({ endpointId })]
  await recordEvents(tx, events)
  return events
}
