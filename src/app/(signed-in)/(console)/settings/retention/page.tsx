import type { Metadata } from 'next'
import { Prefetched } from '@/app/prefetched'
import { RetentionScreen } from '@/ui/retention/retention-screen'

export const metadata: Metadata = { title: 'Retention' }

export default function RetentionPage() {
  return (
    <Prefetched
      queries={({ queryClient, trpc }) => [queryClient.prefetchQuery(trpc.organization.retention.get.queryOptions())]}
    >
      <RetentionScreen />
    </Prefetched>
  )
}
