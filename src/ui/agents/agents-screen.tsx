'use client'

import { useQuery } from '@tanstack/react-query'
import { DataTable } from '@/ui/components/data-table'
import { EmptyState } from '@/ui/components/empty-state'
import { count, formatNumber } from '@/ui/components/format-number'
import { LoadError } from '@/ui/components/load-error'
import { PageHeader } from '@/ui/components/page-header'
import { formatPhoneNumber } from '@/ui/components/readable-number'
import { State } from '@/ui/components/state'
import { useTRPC } from '@/ui/trpc-client'
import { agentStateName } from './agent-state'

/** Lists every agent of the organization. */
export function AgentsScreen() {
  const trpc = useTRPC()
  const agents = useQuery(trpc.agents.list.queryOptions({}))
  const rows = agents.data?.agents
  return (
    <>
      <PageHeader title="Agents" facts="AI callers, each with its call windows, steps and variables." />
      {agents.error ? (
        <LoadError what="The agents" error={agents.error} onRetry={() => agents.refetch()} />
      ) : (
        <DataTable
          caption="Agents"
          rows={rows}
          rowKey={(agent) => agent.agentId}
          rowHref={(agent) => `/agents/${agent.agentId}`}
          columns={[
            { key: 'name', header: 'Name', cell: (agent) => agent.name },
            { key: 'state', header: 'State', cell: (agent) => <State name={agentStateName(agent)} /> },
            {
              key: 'from',
              header: 'From number',
              cell: (agent) => (agent.fromNumber ? formatPhoneNumber(agent.fromNumber) : <Missing what="None" />),
            },
            {
              key: 'timezones',
              header: 'Timezone',
              from: 'lg',
              cell: (agent) => <Timezones names={agent.timezones} />,
            },
            {
              key: 'steps',
              header: 'Steps',
              align: 'right',
              from: 'lg',
              cell: (agent) => formatNumber(agent.stepCount),
            },
            { key: 'lines', header: 'Lines', align: 'right', from: 'lg', cell: (agent) => formatNumber(agent.lines) },
            {
              key: 'credits',
              header: 'Credits a contact',
              align: 'right',
              from: 'lg',
              cell: (agent) => formatNumber(agent.creditsPerContact),
            },
          ]}
          phone={(agent) => ({
            primary: agent.name,
            aside: <State name={agentStateName(agent)} />,
            secondary: (
              <>
                <span>{agent.fromNumber ? formatPhoneNumber(agent.fromNumber) : 'No from-number'}</span>
                <span>{count(agent.stepCount, 'step')}</span>
              </>
            ),
          })}
          empty={
            <EmptyState title="No agents yet">
              An agent is an AI caller that contacts are enrolled with. Your administrator adds agents to the
              organization.
            </EmptyState>
          }
        />
      )}
    </>
  )
}

function Missing({ what }: { what: string }) {
  return <span className="text-muted-foreground">{what}</span>
}

function Timezones({ names }: { names: string[] }) {
  const [first, ...others] = names
  if (!first) return <Missing what="None" />
  return (
    <span title={names.join(', ')}>
      {first}
      {others.length > 0 && <span className="text-muted-foreground"> +{others.length}</span>}
    </span>
  )
}
