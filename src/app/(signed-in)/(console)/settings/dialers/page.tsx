import type { Metadata } from 'next'
import { Prefetched } from '@/app/prefetched'
import { DialersScreen } from '@/ui/dialers/dialers-screen'

export const metadata: Metadata = { title: 'Dialers' }

export default function DialersPage() {
  return (
    <Prefetched
      queries={({ queryClient, trpc }) => [queryClient.prefetchQuery(trpc.dialerAccounts.list.queryOptions())]}
    >
      <DialersScreen />
    </Prefetched>
  )
}
