import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { transaction } from '@/platform/db'
import { auditedEndpoint, findEndpoint } from './find-endpoint'

/**
 * Deletes an endpoint. Its deliveries stay in the log, and waiting ones fail.
 *
 * @throws ENDPOINT_NOT_FOUND
 */
export async function deleteEndpoint(actor: Actor, endpointId: string): Promise<void> {
  const endpoint = await findEndpoint(actor, endpointId)
  const { id } = endpoint
  await transaction(async (tx) => {
    const deleted = await tx.execute`
      UPDATE webhook_endpoints SET deleted_at = now()
      WHERE id = ${id}::uuid AND organization_id = ${actor.organizationId} AND deleted_at IS NULL`
    if (deleted > 0)
      await appendAuditEntry(tx, actor, { action: 'endpoint.deleted', object: auditedEndpoint(endpoint) })
    // Nobody is at work on them; the others fail when their next attempt is due.
    await tx.execute`
      UPDATE webhook_deliveries SET status = 'failed', ended_at = now(), held_at = NULL
      WHERE endpoint_id = ${id}::uuid AND organization_id = ${actor.organizationId} AND held_at IS NOT NULL`
  })
}
