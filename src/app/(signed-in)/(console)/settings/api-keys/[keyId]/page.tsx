import type { Metadata } from 'next'
import { Prefetched } from '@/app/prefetched'
import { ApiKeyScreen } from '@/ui/api-keys/api-key-screen'
import { LIST_PAGE_SIZE } from '@/ui/lists/page-size'

export const metadata: Metadata = { title: 'API key' }

export default async function ApiKeyPage({ params }: PageProps<'/settings/api-keys/[keyId]'>) {
  const { keyId } = await params
  return (
    <Prefetched
      queries={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.apiKeys.get.queryOptions({ keyId })),
        queryClient.prefetchQuery(trpc.apiKeys.requests.queryOptions({ keyId, limit: LIST_PAGE_SIZE })),
      ]}
    >
      <ApiKeyScreen keyId={keyId} />
    </Prefetched>
  )
}
