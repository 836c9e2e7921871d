import type { Actor } from '@/domain/actor'
import { RollcallError } from '@/domain/errors'
import { isUuid } from '@/domain/ids'
import { db } from '@/platform/db'

/**
 * Returns the row of an endpoint. A deleted one does not exist.
 *
 * @throws ENDPOINT_NOT_FOUND for an endpoint that does not exist in this organization
 */
export async function findEndpoint(actor: Actor, endpointId: string) {
  const { organizationId } = actor
  const endpoint = isUuid(endpointId)
    ? await db().webhookEndpoint.findFirst({ where: { id: endpointId, organizationId, deletedAt: null } })
    : null
  if (!endpoint)
    throw new RollcallError('ENDPOINT_NOT_FOUND', 'There is no such webhook endpoint in your organization.')
  return endpoint
}

/** Says which endpoint it is to the audit log: by its address, without what stands in the query and may be secret. */
export function auditedEndpoint({ id, url }: { id: string; url: string }) {
  const { origin, pathname } = new URL(url)
  return { kind: 'endpoint', id, name: origin + pathname } as const
}
