import type { Actor } from '@/domain/actor'
import { db } from '@/platform/db'
import { findEndpoint } from './find-endpoint'

/**
 * Deletes the endpoint. Its deliveries stay in the log; those that wait for another attempt fail.
 *
 * @throws ENDPOINT_NOT_FOUND
 */
export async function deleteEndpoint(actor: Actor, endpointId: string): Promise<void> {
  const { id } = await findEndpoint(actor, endpointId)
  await db().webhookEndpoint.updateMany({
    where: { id, organizationId: actor.organizationId, deletedAt: null },
    data: { deletedAt: new Date() },
  })
}
