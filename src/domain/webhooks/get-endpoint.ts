import type { Actor } from '@/domain/actor'
import { findEndpoint } from './find-endpoint'
import { type EndpointSummary, summarizeEndpoints } from './list-endpoints'

/**
 * Returns one endpoint, without its secret.
 *
 * @throws ENDPOINT_NOT_FOUND
 */
export async function getEndpoint(actor: Actor, endpointId: string): Promise<EndpointSummary> {
  const [summary] = await summarizeEndpoints(actor, [await findEndpoint(actor, endpointId)])
  return summary as EndpointSummary
}
