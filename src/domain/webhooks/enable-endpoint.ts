import type { Actor } from '@/domain/actor'
import { db } from '@/platform/db'
import { findEndpoint } from './find-endpoint'
import { releaseHeldDeliveries } from './release-held-deliveries'

/**
 * Enables an endpoint again and sends the deliveries that have waited for it.
 *
 * @throws ENDPOINT_NOT_FOUND
 * @returns how many deliveries had waited
 */
export async function enableEndpoint(actor: Actor, endpointId: string): Promise<{ released: number }> {
  const { id } = await findEndpoint(actor, endpointId)
  await db().webhookEndpoint.updateMany({
    where: { id, organizationId: actor.organizationId, deletedAt: null },
    data: { disabledAt: null, disabledReason: null, troubleAnnouncedAt: null },
  })
  return { released: await releaseHeldDeliveries(id) }
}
