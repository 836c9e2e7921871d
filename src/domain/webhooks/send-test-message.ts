import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import { newId } from '@/domain/ids'
import { nowMs } from '@/platform/clock'
import { transaction } from '@/platform/db'
import { publishEvents } from '@/platform/outbox'
import { auditedEndpoint, findEndpoint } from './find-endpoint'
import { requestDeliveries } from './insert-deliveries'
import { TEST_EVENT_TYPE } from './webhook.rules'
import type { WebhookEventPayload } from './webhook-event-payload.schema'

/**
 * Sends an endpoint a message that says that it is a test, signed and retried as any other.
 *
 * @throws ENDPOINT_NOT_FOUND, CONFLICT for a disabled endpoint
 * @returns the delivery, which shows what the endpoint answered
 */
export async function sendTestMessage(actor: Actor, endpointId: string): Promise<{ deliveryId: string }> {
  const { id, url, disabledAt } = await findEndpoint(actor, endpointId)
  if (disabledAt) throw new RollcallError('CONFLICT', 'This endpoint is disabled. Enable it first.')
  const deliveryId = newId()
  const payload: WebhookEventPayload = {
    type: TEST_EVENT_TYPE,
    timestamp: new Date(nowMs()).toISOString(),
    data: { endpointId: id, message: `A test of this endpoint, sent by ${actor.label}.` },
  }
  const events = await transaction(async (tx) => {
    await tx.execute`
      INSERT INTO webhook_deliveries (id, organization_id, endpoint_id, type, subject_id, payload)
      VALUES (${deliveryId}::uuid, ${actor.organizationId}, ${id}::uuid, ${TEST_EVENT_TYPE}, ${newId()}::uuid,
        ${JSON.stringify(payload)})`
    await appendAuditEntry(tx, actor, { action: 'endpoint.tested', object: auditedEndpoint({ id, url }) })
    return requestDeliveries(tx, [{ id: deliveryId, endpointId: id }])
  })
  await publishEvents(events)
  return { deliveryId }
}
