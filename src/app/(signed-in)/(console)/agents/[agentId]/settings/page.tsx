import type { Metadata } from 'next'
import { Prefetched } from '@/app/prefetched'
import { AgentFormScreen } from '@/ui/agent-form/agent-form-screen'

export const metadata: Metadata = { title: 'Agent settings' }

export default async function AgentSettingsPage({ params }: PageProps<'/agents/[agentId]/settings'>) {
  const agentId = decodeURIComponent((await params).agentId)
  return (
    <Prefetched
      queries={({ queryClient, trpc }) => [queryClient.prefetchQuery(trpc.agents.get.queryOptions({ agentId }))]}
    >
      <AgentFormScreen agentId={agentId} />
    </Prefetched>
  )
}
