import type { Metadata } from 'next'
import { Prefetched } from '@/app/prefetched'
import { ApiKeysScreen } from '@/ui/api-keys/api-keys-screen'

export const metadata: Metadata = { title: 'API keys' }

export default function ApiKeysPage() {
  return (
    <Prefetched
      queries={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.apiKeys.list.queryOptions()),
        queryClient.prefetchQuery(trpc.tests.count.queryOptions()),
      ]}
    >
      <ApiKeysScreen />
    </Prefetched>
  )
}
