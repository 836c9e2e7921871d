import type { Metadata } from 'next'
import { Prefetched } from '@/app/prefetched'
import { SuppressionListsScreen } from '@/ui/suppression/suppression-lists-screen'

export const metadata: Metadata = { title: 'Suppression lists' }

export default function SuppressionListsPage() {
  return (
    <Prefetched
      queries={({ queryClient, trpc }) => [queryClient.prefetchQuery(trpc.suppressions.lists.list.queryOptions())]}
    >
      <SuppressionListsScreen />
    </Prefetched>
  )
}
