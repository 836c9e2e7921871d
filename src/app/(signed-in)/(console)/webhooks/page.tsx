import type { Metadata } from 'next'
import { Prefetched } from '@/app/prefetched'
import { DELIVERIES_PAGE_SIZE } from '@/ui/lists/page-size'
import { WebhooksScreen } from '@/ui/webhooks/webhooks-screen'

export const metadata: Metadata = { title: 'Webhooks' }

export default async function WebhooksPage({ searchParams }: PageProps<'/webhooks'>) {
  const isFiltered = Object.keys(await searchParams).length > 0
  return (
    <Prefetched
      queries={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.webhooks.endpoints.list.queryOptions()),
        queryClient.prefetchQuery(trpc.webhooks.endpoints.health.queryOptions()),
        ...(isFiltered
          ? []
          : [queryClient.prefetchQuery(trpc.webhooks.deliveries.list.queryOptions({ limit: DELIVERIES_PAGE_SIZE }))]),
      ]}
    >
      <WebhooksScreen />
    </Prefetched>
  )
}
