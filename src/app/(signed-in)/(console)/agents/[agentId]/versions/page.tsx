import type { Metadata } from 'next'
import { Prefetched } from '@/app/prefetched'
import { VersionsScreen } from '@/ui/agent/versions-screen'

export const metadata: Metadata = { title: 'Agent versions' }

export default async function AgentVersionsPage({ params }: PageProps<'/agents/[agentId]/versions'>) {
  const agentId = decodeURIComponent((await params).agentId)
  return (
    <Prefetched
      queries={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.agents.get.queryOptions({ agentId })),
        queryClient.prefetchQuery(trpc.agents.versions.queryOptions({ agentId })),
      ]}
    >
      <VersionsScreen agentId={agentId} />
    </Prefetched>
  )
}
