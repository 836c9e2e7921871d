import type { Metadata } from 'next'
import { Prefetched } from '@/app/prefetched'
import { ConnectDialerScreen } from '@/ui/dialers/connect-dialer-screen'

export const metadata: Metadata = { title: 'Connect a dialer' }

export default function ConnectDialerPage() {
  return (
    <Prefetched
      queries={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.dialerAccounts.kinds.queryOptions()),
        queryClient.prefetchQuery(trpc.dialerAccounts.list.queryOptions()),
      ]}
    >
      <ConnectDialerScreen />
    </Prefetched>
  )
}
