import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import { transaction } from '@/platform/db'
import { publishEvents } from '@/platform/outbox'
import { auditedEndpoint } from './find-endpoint'
import { findDelivery } from './get-delivery'
import { insertReplays } from './insert-deliveries'

/**
 * Sends the payload of a delivery again as a new delivery. It gets a new `webhook-id`, since receivers drop ids that
 * they have seen.
 *
 * @throws DELIVERY_NOT_FOUND, CONFLICT when the endpoint is disabled or deleted
 */
export async function replayDelivery(actor: Actor, deliveryId: string): Promise<{ deliveryId: string }> {
  const { endpoint, ...delivery } = await findDelivery(actor, deliveryId)
  if (endpoint.disabledAt || endpoint.deletedAt) {
    throw new RollcallError('CONFLICT', 'The endpoint of this delivery is disabled or deleted. Enable it first.')
  }
  const { ids, events } = await transaction(async (tx) => {
    const replays = await insertReplays(tx, actor, [delivery])
    const object = { kind: 'delivery', id: deliveryId, name: auditedEndpoint(endpoint).name } as const
    await appendAuditEntry(tx, actor, { action: 'delivery.replayed', object, details: { deliveryId: replays.ids[0] } })
    return replays
  })
  void publishEvents(events)
  return { deliveryId: ids[0] as string }
}
