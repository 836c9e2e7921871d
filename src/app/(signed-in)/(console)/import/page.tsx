import type { Metadata } from 'next'
import { Prefetched } from '@/app/prefetched'
import { ChooseAgentScreen } from '@/ui/import-start/choose-agent-screen'

export const metadata: Metadata = { title: 'Import contacts' }

export default function ImportPage() {
  return (
    <Prefetched queries={({ queryClient, trpc }) => [queryClient.prefetchQuery(trpc.agents.list.queryOptions({}))]}>
      <ChooseAgentScreen />
    </Prefetched>
  )
}
