import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { invalidRequest, parseRequest } from '@/domain/parse-request'
import { transaction } from '@/platform/db'
import { findUrlTrouble } from '@/platform/http/guarded-request'
import { auditedEndpoint, findEndpoint } from './find-endpoint'
import { getEndpoint } from './get-endpoint'
import type { EndpointSummary } from './list-endpoints'
import { type UpdateEndpointInput, updateEndpointSchema } from './webhook.schema'

/**
 * Changes where an endpoint's messages go, or what it is told of. Deliveries that are pending go to the new URL; the
 * secret stays. What it was not told of before is not made up for.
 *
 * @throws ENDPOINT_NOT_FOUND, VALIDATION_ERROR for a URL that visibly leads to an address that we do not connect to
 */
export async function updateEndpoint(
  actor: Actor,
  endpointId: string,
  input: UpdateEndpointInput,
): Promise<EndpointSummary> {
  const changes = parseRequest(updateEndpointSchema, input)
  const trouble = changes.url === undefined ? null : findUrlTrouble(changes.url)
  if (trouble) throw invalidRequest(`url: ${trouble}`, [{ path: 'url', message: trouble }])
  const { id } = await findEndpoint(actor, endpointId)
  await transaction(async (tx) => {
    const [before] = await tx.rows<{ url: string; events: string[] }>`
      SELECT url, events FROM webhook_endpoints
      WHERE id = ${id}::uuid AND organization_id = ${actor.organizationId} FOR NO KEY UPDATE`
    if (!before) return
    const after = { url: changes.url ?? before.url, events: changes.events ?? before.events }
    if (after.url === before.url && after.events.join() === before.events.join()) return
    await tx.execute`
      UPDATE webhook_endpoints SET url = ${after.url}, events = ${after.events}
      WHERE id = ${id}::uuid AND organization_id = ${actor.organizationId}`
    const addressOf = (url: string) => auditedEndpoint({ id, url }).name
    await appendAuditEntry(tx, actor, {
      action: 'endpoint.updated',
      object: auditedEndpoint({ id, url: after.url }),
      before: { ...before, url: addressOf(before.url) },
      after: { ...after, url: addressOf(after.url) },
    })
  })
  return getEndpoint(actor, endpointId)
}
