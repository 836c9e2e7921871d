import type { Metadata } from 'next'
import { Prefetched } from '@/app/prefetched'
import { SessionsScreen } from '@/ui/account/sessions-screen'

export const metadata: Metadata = { title: 'Sessions' }

export default function SessionsPage() {
  return (
    <Prefetched
      queries={({ queryClient, trpc }) => [queryClient.prefetchQuery(trpc.account.sessions.list.queryOptions())]}
    >
      <SessionsScreen />
    </Prefetched>
  )
}
