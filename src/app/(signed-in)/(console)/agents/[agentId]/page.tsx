import type { Metadata } from 'next'
import { Prefetched } from '@/app/prefetched'
import { AgentScreen } from '@/ui/agent/agent-screen'
import { RECENT_BATCHES } from '@/ui/lists/page-size'

export const metadata: Metadata = { title: 'Agent' }

export default async function AgentPage({ params }: PageProps<'/agents/[agentId]'>) {
  const agentId = decodeURIComponent((await params).agentId)
  return (
    <Prefetched
      queries={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.agents.get.queryOptions({ agentId })),
        queryClient.prefetchQuery(trpc.auditLog.ofObject.queryOptions({ kind: 'agent', id: agentId })),
        queryClient.prefetchQuery(trpc.organization.callingPolicy.queryOptions()),
        queryClient.prefetchQuery(trpc.batches.list.queryOptions({ agentId, limit: RECENT_BATCHES })),
      ]}
    >
      <AgentScreen agentId={agentId} />
    </Prefetched>
  )
}
