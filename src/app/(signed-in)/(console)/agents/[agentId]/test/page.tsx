import type { Metadata } from 'next'
import { Prefetched } from '@/app/prefetched'
import { TestCallScreen } from '@/ui/agent/test-call-screen'

export const metadata: Metadata = { title: 'Test call' }

export default async function TestCallPage({ params }: PageProps<'/agents/[agentId]/test'>) {
  const agentId = decodeURIComponent((await params).agentId)
  return (
    <Prefetched
      queries={({ queryClient, trpc }) => [queryClient.prefetchQuery(trpc.agents.get.queryOptions({ agentId }))]}
    >
      <TestCallScreen agentId={agentId} />
    </Prefetched>
  )
}
