'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { agentStateName } from '@/ui/agents/agent-state'
import { Button } from '@/ui/components/button'
import { DataTable } from '@/ui/components/data-table'
import { EmptyState } from '@/ui/components/empty-state'
import { LoadError } from '@/ui/components/load-error'
import { PageHeader } from '@/ui/components/page-header'
import { State } from '@/ui/components/state'
import { KeptDrafts } from '@/ui/import-wizard/draft/kept-drafts'
import type { AgentSummary } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'

/** The start of an import: asks which agent is to call the contacts, and goes on with the file. */
export function ChooseAgentScreen() {
  const trpc = useTRPC()
  const agents = useQuery(trpc.agents.list.queryOptions({}))
  // Those that can call come first; the order among them stays.
  const rows = agents.data?.agents.toSorted((a, b) => Number(canCall(b)) - Number(canCall(a)))
  return (
    <>
      <PageHeader
        title="Import contacts"
        facts="Choose the agent that is to call them. Its variables, call windows and steps are what the file is checked against."
      />
      <KeptDrafts className="mb-6" />
      {agents.error ? (
        <LoadError what="The agents" error={agents.error} onRetry={() => agents.refetch()} />
      ) : (
        <DataTable<AgentSummary>
          caption="Agents"
          rows={rows}
          rowKey={({ agentId }) => agentId}
          rowHref={(agent) => (canCall(agent) ? `/agents/${agent.agentId}/enroll` : null)}
          columns={[
            { key: 'name', header: 'Agent', cell: ({ name }) => <span title={name}>{name}</span> },
            { key: 'state', header: 'State', cell: (agent) => <State name={agentStateName(agent)} /> },
            { key: 'next', header: '', align: 'right', cell: (agent) => <Next agent={agent} /> },
          ]}
          phone={(agent) => ({
            primary: agent.name,
            aside: <State name={agentStateName(agent)} />,
            secondary: <Next agent={agent} />,
          })}
          empty={
            <EmptyState
              title="No agents yet"
              action={
                <Button asChild variant="primary">
                  <Link href="/agents">Go to agents</Link>
                </Button>
              }
            >
              Contacts are enrolled with an agent, which calls them. Set one up first.
            </EmptyState>
          }
        />
      )}
    </>
  )
}

function canCall({ status, faults }: AgentSummary): boolean {
  return status === 'active' && faults.length === 0
}

/** Says what a press on the row does, or why nobody can be enrolled with the agent. */
function Next({ agent }: { agent: AgentSummary }) {
  if (canCall(agent)) return <span className="text-link">Choose a file</span>
  return (
    <Link
      href={`/agents/${agent.agentId}`}
      title={agent.faults.map(({ message }) => message).join(' ')}
      className="relative z-1 text-muted-foreground underline-offset-4 hover:underline"
    >
      {agent.faults[0]?.message ?? 'Not active'}
    </Link>
  )
}
