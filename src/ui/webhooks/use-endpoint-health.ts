'use client'

import { useQuery } from '@tanstack/react-query'
import type { WebhookEndpointHealth } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'

const POLL_MS = 5_000

/** Returns the health of each endpoint by its id, fetched every 5 s. Empty until it is known. */
export function useEndpointHealth(): ReadonlyMap<string, WebhookEndpointHealth> {
  const trpc = useTRPC()
  const health = useQuery({ ...trpc.webhooks.endpoints.health.queryOptions(), refetchInterval: POLL_MS })
  return new Map(health.data?.endpoints.map((endpoint) => [endpoint.endpointId, endpoint]))
}
