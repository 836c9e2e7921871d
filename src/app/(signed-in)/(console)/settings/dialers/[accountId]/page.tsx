import type { Metadata } from 'next'
import { Prefetched } from '@/app/prefetched'
import { DialerAccountScreen } from '@/ui/dialers/dialer-account-screen'

export const metadata: Metadata = { title: 'Dialer account' }

export default async function DialerAccountPage({ params }: PageProps<'/settings/dialers/[accountId]'>) {
  const { accountId } = await params
  return (
    <Prefetched
      queries={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.dialerAccounts.get.queryOptions({ dialerAccountId: accountId })),
        queryClient.prefetchQuery(trpc.dialerAccounts.kinds.queryOptions()),
        queryClient.prefetchQuery(trpc.auditLog.ofObject.queryOptions({ kind: 'dialerAccount', id: accountId })),
      ]}
    >
      <DialerAccountScreen dialerAccountId={accountId} />
    </Prefetched>
  )
}
