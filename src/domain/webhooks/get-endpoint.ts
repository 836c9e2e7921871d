import type { Actor } from '@/domain/actor'
import { nowMs } from '@/platform/clock'
import { findEndpoint } from './find-endpoint'
import { type EndpointSummary, summarizeEndpoint } from './list-endpoints'

/**
 * One endpoint, without its secret.
 *
 * @throws ENDPOINT_NOT_FOUND
 */
export async function getEndpoint(actor: Actor, endpointId: string): Promise<EndpointSummary> {
  return summarizeEndpoint(await findEndpoint(actor, endpointId), nowMs())
}
