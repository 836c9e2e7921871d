'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Button } from '@/ui/components/button'
import { LoadError } from '@/ui/components/load-error'
import { TooltipProvider } from '@/ui/components/tooltip'
import { describeError } from '@/ui/describe-error'
import { ConsoleFrame } from '@/ui/frame/console-frame'
import { LoadFailure } from '@/ui/frame/load-failure'
import { MessagePage } from '@/ui/frame/message-page'
import { PageSkeleton } from '@/ui/frame/page-skeleton'
import { useTRPC } from '@/ui/trpc-client'
import { usePageTitle } from '@/ui/use-page-title'
import { ImportWizard } from './import-wizard'

/** Loads what the wizard needs: the agent with its rules, and the organization. */
export function ImportScreen({ agentId }: { agentId: string }) {
  const trpc = useTRPC()
  // The agent's rules are loaded once, since they must not change under the rows on the screen. In the end the server
  // judges by its current rules.
  const agent = useQuery({ ...trpc.agents.get.queryOptions({ agentId }), staleTime: Number.POSITIVE_INFINITY })
  const me = useQuery({ ...trpc.auth.me.queryOptions(), staleTime: Number.POSITIVE_INFINITY })
  usePageTitle(agent.data && `Enroll contacts with ${agent.data.name}`)

  if (agent.error && describeError(agent.error).code === 'AGENT_NOT_FOUND') {
    return (
      <ConsoleFrame>
        <LoadFailure
          thing="agent"
          list={{ label: 'agents', href: '/agents' }}
          error={agent.error}
          onRetry={() => agent.refetch()}
        />
      </ConsoleFrame>
    )
  }
  const error = agent.error ?? me.error
  if (error) {
    return (
      <main id="content" className="p-4 md:p-6">
        <LoadError
          what="The agent"
          error={error}
          onRetry={() => {
            agent.refetch()
            me.refetch()
          }}
        />
      </main>
    )
  }
  if (!agent.data || !me.data) {
    return (
      <main id="content" className="p-4 md:p-6">
        <PageSkeleton />
      </main>
    )
  }
  if (agent.data.faults.length > 0) {
    return (
      <ConsoleFrame>
        <MessagePage
          title={`Nobody can be enrolled with ${agent.data.name}`}
          action={<BackTo href={`/agents/${agentId}`}>Go to the agent</BackTo>}
        >
          {agent.data.faults.map(({ message }) => message).join(' ')}
        </MessagePage>
      </ConsoleFrame>
    )
  }
  return (
    <TooltipProvider delayDuration={300}>
      <ImportWizard agent={agent.data} organization={me.data.organization} />
    </TooltipProvider>
  )
}

function BackTo({ href, children }: { href: string; children: string }) {
  return (
    <Button asChild>
      <Link href={href}>{children}</Link>
    </Button>
  )
}
