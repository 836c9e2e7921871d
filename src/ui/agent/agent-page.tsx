import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { LoadFailure } from '@/ui/frame/load-failure'
import { PageSkeleton } from '@/ui/frame/page-skeleton'
import type { AgentDetails } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { usePageTitle } from '@/ui/use-page-title'

type AgentPageProps = {
  agentId: string
  /** The title of the page's tab. */
  titleOf: (agent: AgentDetails) => string
  /** False for a form: what somebody types is not to be loaded away. */
  refetchOnWindowFocus?: boolean
  children: (agent: AgentDetails, reload: () => void) => ReactNode
}

/** Loads the agent that a page is of, and says so where there is none. */
export function AgentPage({ agentId, titleOf, refetchOnWindowFocus = true, children }: AgentPageProps) {
  const trpc = useTRPC()
  const agent = useQuery({ ...trpc.agents.get.queryOptions({ agentId }), refetchOnWindowFocus })
  usePageTitle(agent.data && titleOf(agent.data))
  const reload = () => void agent.refetch()
  if (agent.error) {
    return (
      <LoadFailure thing="agent" list={{ label: 'agents', href: '/agents' }} error={agent.error} onRetry={reload} />
    )
  }
  return agent.data ? children(agent.data, reload) : <PageSkeleton />
}
