import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { transaction } from '@/platform/db'
import { auditedEndpoint, findEndpoint } from './find-endpoint'
import { releaseHeldDeliveries } from './release-held-deliveries'

/**
 * Enables an endpoint again and sends the deliveries that have waited for it.
 *
 * @throws ENDPOINT_NOT_FOUND
 * @returns how many deliveries had waited
 */
export async function enableEndpoint(actor: Actor, endpointId: string): Promise<{ released: number }> {
  const endpoint = await findEndpoint(actor, endpointId)
  const { id } = endpoint
  await transaction(async (tx) => {
    const enabled = await tx.execute`
      UPDATE webhook_endpoints SET disabled_at = NULL, disabled_reason = NULL, trouble_announced_at = NULL
      WHERE id = ${id}::uuid AND organization_id = ${actor.organizationId} AND deleted_at IS NULL
        AND disabled_at IS NOT NULL`
    if (enabled > 0)
      await appendAuditEntry(tx, actor, { action: 'endpoint.enabled', object: auditedEndpoint(endpoint) })
  })
  return { released: await releaseHeldDeliveries(id) }
}
