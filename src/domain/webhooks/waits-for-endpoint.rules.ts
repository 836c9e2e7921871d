import type { DeliveryStatus } from './webhook.schema'

/**
 * Whether a delivery is not attempted until its endpoint is enabled again. That of a deleted endpoint waits for nothing: it
 * fails when it is due.
 */
export function waitsForEndpoint(
  status: DeliveryStatus,
  endpoint: { disabledAt: Date | null; deletedAt: Date | null },
): boolean {
  return status === 'pending' && endpoint.disabledAt !== null && endpoint.deletedAt === null
}
