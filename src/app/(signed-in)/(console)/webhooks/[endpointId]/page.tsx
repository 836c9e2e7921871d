import type { Metadata } from 'next'
import { Prefetched } from '@/app/prefetched'
import { DELIVERIES_PAGE_SIZE } from '@/ui/lists/page-size'
import { EndpointScreen } from '@/ui/webhooks/endpoint-screen'

export const metadata: Metadata = { title: 'Webhook endpoint' }

export default async function EndpointPage({ params, searchParams }: PageProps<'/webhooks/[endpointId]'>) {
  const { endpointId } = await params
  const isFiltered = Object.keys(await searchParams).length > 0
  return (
    <Prefetched
      queries={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.webhooks.endpoints.get.queryOptions({ endpointId })),
        queryClient.prefetchQuery(trpc.webhooks.endpoints.health.queryOptions()),
        ...(isFiltered
          ? []
          : [
              queryClient.prefetchQuery(
                trpc.webhooks.deliveries.list.queryOptions({ endpointId, limit: DELIVERIES_PAGE_SIZE }),
              ),
            ]),
      ]}
    >
      <EndpointScreen endpointId={endpointId} />
    </Prefetched>
  )
}
