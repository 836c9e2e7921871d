import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { recordWebhookEvents } from '@/domain/webhook-events/record-webhook-events'
import { transaction } from '@/platform/db'
import { auditedEndpoint, findEndpoint } from './find-endpoint'

/**
 * Stops deliveries to an endpoint. New ones, and those that wait for another attempt, wait until it is enabled.
 * Repeating it changes nothing.
 *
 * @throws ENDPOINT_NOT_FOUND
 */
export async function disableEndpoint(actor: Actor, endpointId: string): Promise<void> {
  const endpoint = await findEndpoint(actor, endpointId)
  await transaction(async (tx) => {
    const disabled = await tx.execute`
      UPDATE webhook_endpoints SET disabled_at = now(), disabled_reason = ${`Disabled by ${actor.label}.`}
      WHERE id = ${endpoint.id}::uuid AND organization_id = ${actor.organizationId} AND disabled_at IS NULL`
    if (disabled === 0) return
    const { id, organizationId } = endpoint
    await recordWebhookEvents(tx, 'endpoint.disabled', [{ id, organizationId }])
    await appendAuditEntry(tx, actor, { action: 'endpoint.disabled', object: auditedEndpoint(endpoint) })
  })
}
