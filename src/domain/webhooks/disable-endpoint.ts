import type { Actor } from '@/domain/actor'
import { db } from '@/platform/db'
import { findEndpoint } from './find-endpoint'

/**
 * Stops deliveries to an endpoint. New ones, and those that wait for another attempt, wait until it is enabled.
 * Repeating it changes nothing.
 *
 * @throws ENDPOINT_NOT_FOUND
 */
export async function disableEndpoint(actor: Actor, endpointId: string): Promise<void> {
  const { id } = await findEndpoint(actor, endpointId)
  await db().webhookEndpoint.updateMany({
    where: { id, organizationId: actor.organizationId, disabledAt: null },
    data: { disabledAt: new Date(), disabledReason: `Disabled by ${actor.label}.` },
  })
}
