import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { nowMs } from '@/platform/clock'
import { transaction } from '@/platform/db'
import { newSigningSecret } from '@/platform/signatures'
import { auditedEndpoint, findEndpoint } from './find-endpoint'

const OLD_SECRET_HOURS = 24

/**
 * Gives the endpoint a new secret. For 24 hours deliveries are signed with both secrets, so that the receiver can
 * change over without losing any. A second rotation within that time ends the first secret at once.
 *
 * @throws ENDPOINT_NOT_FOUND
 * @returns the new secret, which is shown only here
 */
export async function rotateSecret(
  actor: Actor,
  endpointId: string,
): Promise<{ secret: string; oldSecretUntil: string }> {
  const endpoint = await findEndpoint(actor, endpointId)
  const secret = newSigningSecret()
  const oldSecretUntil = new Date(nowMs() + OLD_SECRET_HOURS * 3_600_000).toISOString()
  await transaction(async (tx) => {
    await tx.execute`
      UPDATE webhook_endpoints
      SET old_secret = secret, old_secret_until = ${oldSecretUntil}::timestamptz, secret = ${secret}
      WHERE id = ${endpoint.id}::uuid AND organization_id = ${actor.organizationId}`
    const object = auditedEndpoint(endpoint)
    await appendAuditEntry(tx, actor, { action: 'endpoint.secret_rotated', object, details: { oldSecretUntil } })
  })
  return { secret, oldSecretUntil }
}
