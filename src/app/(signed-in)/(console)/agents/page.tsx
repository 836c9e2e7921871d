import type { Metadata } from 'next'
import { Prefetched } from '@/app/prefetched'
import { AgentsScreen } from '@/ui/agents/agents-screen'

export const metadata: Metadata = { title: 'Agents' }

export default async function AgentsPage({ searchParams }: PageProps<'/agents'>) {
  const isFiltered = Object.keys(await searchParams).length > 0
  return (
    <Prefetched
      queries={({ queryClient, trpc }) => [
        ...(isFiltered ? [] : [queryClient.prefetchQuery(trpc.agents.list.queryOptions({}))]),
      ]}
    >
      <AgentsScreen />
    </Prefetched>
  )
}
