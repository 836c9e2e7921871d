import type { Metadata } from 'next'
import { Prefetched } from '@/app/prefetched'
import { NewAgentScreen } from '@/ui/agent/new-agent-screen'

export const metadata: Metadata = { title: 'New agent' }

export default async function NewAgentPage({ searchParams }: PageProps<'/agents/new'>) {
  const { dialer } = await searchParams
  const dialerAccountId = typeof dialer === 'string' ? dialer : null
  return (
    <Prefetched
      queries={({ queryClient, trpc }) => [queryClient.prefetchQuery(trpc.dialerAccounts.list.queryOptions())]}
    >
      <NewAgentScreen dialerAccountId={dialerAccountId} />
    </Prefetched>
  )
}
