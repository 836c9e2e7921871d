import type { Actor } from '@/domain/actor'
import { db } from '@/platform/db'
import { findEndpoint } from './find-endpoint'

/**
 * Lets the endpoint get results again, from now on; what it has missed can be replayed.
 *
 * @throws ENDPOINT_NOT_FOUND
 */
export async function enableEndpoint(actor: Actor, endpointId: string): Promise<void> {
  const { id } = await findEndpoint(actor, endpointId)
  await db().webhookEndpoint.updateMany({
    where: { id, organizationId: actor.organizationId, deletedAt: null },
    data: { disabledAt: null, disabledReason: null },
  })
}
