import type { DeliveryStatus } from './webhook.schema'

/**
 * Tells whether a delivery waits until its endpoint is enabled. A deleted endpoint's delivery does not wait: it fails
 * when it is due.
 */
export function waitsForEndpoint(
  status: DeliveryStatus,
  endpoint: { disabledAt: Date | null; deletedAt: Date | null },
): boolean {
  return status === 'pending' && endpoint.disabledAt !== null && endpoint.deletedAt === null
}
