import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import { newId } from '@/domain/ids'
import { invalidRequest, parseRequest } from '@/domain/parse-request'
import type { WebhookEventType } from '@/domain/webhook-events/webhook-event-types.rules'
import { transaction } from '@/platform/db'
import { findUrlTrouble } from '@/platform/http/guarded-request'
import { newSigningSecret } from '@/platform/signatures'
import { auditedEndpoint } from './find-endpoint'
import { ENDPOINTS_MAX } from './webhook.rules'
import { type CreateEndpointInput, createEndpointSchema } from './webhook.schema'

/**
 * Creates an endpoint, which is told of what it has chosen from now on.
 *
 * @throws VALIDATION_ERROR for a URL that visibly leads to an address that we do not connect to; a host name is checked
 * at each delivery. CONFLICT when the organization has 20 endpoints
 * @returns its id, and the secret to verify signatures with, which is shown only here
 */
export async function createEndpoint(
  actor: Actor,
  input: CreateEndpointInput,
): Promise<{ endpointId: string; url: string; events: WebhookEventType[]; secret: string }> {
  const { organizationId } = actor
  const { url, events } = parseRequest(createEndpointSchema, input)
  const trouble = findUrlTrouble(url)
  if (trouble) throw invalidRequest(`url: ${trouble}`, [{ path: 'url', message: trouble }])
  const id = newId()
  const secret = newSigningSecret()
  await transaction(async (tx) => {
    // Counted under a lock: requests at the same moment would each find a place free, and all take it.
    await tx.execute`SELECT FROM pg_advisory_xact_lock(hashtextextended(${`webhook endpoints of ${organizationId}`}, 0))`
    const [existing] = await tx.rows<{ amount: number }>`
      SELECT count(*)::int AS amount FROM webhook_endpoints
      WHERE organization_id = ${organizationId} AND deleted_at IS NULL`
    if ((existing?.amount ?? 0) >= ENDPOINTS_MAX) {
      throw new RollcallError(
        'CONFLICT',
        `An organization can have ${ENDPOINTS_MAX} webhook endpoints. Delete one first.`,
      )
    }
    await tx.execute`
      INSERT INTO webhook_endpoints (id, organization_id, url, events, secret)
      VALUES (${id}::uuid, ${organizationId}, ${url}, ${events}, ${secret})`
    await appendAuditEntry(tx, actor, { action: 'endpoint.created', object: auditedEndpoint({ id, url }) })
  })
  return { endpointId: id, url, events, secret }
}
