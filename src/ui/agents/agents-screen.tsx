'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { parseAsBoolean, useQueryState } from 'nuqs'
import { useDayStart } from '@/ui/agent/use-day-start'
import { Button } from '@/ui/components/button'
import { DataTable } from '@/ui/components/data-table'
import { EmptyState } from '@/ui/components/empty-state'
import { count, formatNumber } from '@/ui/components/format-number'
import { LoadError } from '@/ui/components/load-error'
import { PageHeader } from '@/ui/components/page-header'
import { PhoneNumber } from '@/ui/components/phone-number'
import { State } from '@/ui/components/state'
import { RelativeTime } from '@/ui/components/time'
import { useMay } from '@/ui/frame/session'
import type { AgentSummary, AgentUsage } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { agentStateName, describeQueue } from './agent-state'

const USAGE_POLL_MS = 15_000

/** Lists the agents of the organization, and how much each is used; the archived ones on demand. */
export function AgentsScreen() {
  const trpc = useTRPC()
  const [isArchive, setArchive] = useQueryState('archived', parseAsBoolean.withDefault(false))
  const agents = useQuery(trpc.agents.list.queryOptions(isArchive ? { status: 'archived' } : {}))
  const usage = useQuery({
    ...trpc.agents.usage.queryOptions({ since: useDayStart() }),
    refetchInterval: USAGE_POLL_MS,
  })
  const mayCreate = useMay('manage')
  const rows = agents.data?.agents
  const usageOf = ({ agentId }: AgentSummary) => usage.data?.agents.find((one) => one.agentId === agentId)
  return (
    <>
      <PageHeader
        title={isArchive ? 'Archived agents' : 'Agents'}
        facts="AI callers, each with its call windows, steps and variables."
        actions={
          <>
            <Button variant="ghost" onClick={() => setArchive(isArchive ? null : true)}>
              {isArchive ? 'Show agents in use' : 'Show archived'}
            </Button>
            {mayCreate && (
              <Button asChild variant="primary">
                <Link href="/agents/new">New agent</Link>
              </Button>
            )}
          </>
        }
      />
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
              cell: (agent) => (agent.fromNumber ? <PhoneNumber e164={agent.fromNumber} /> : <Missing what="None" />),
            },
            {
              key: 'calls',
              header: 'Calls today',
              align: 'right',
              cell: (agent) => figure(usageOf(agent), ({ calls }) => formatNumber(calls)),
            },
            {
              key: 'queue',
              header: 'Waiting',
              align: 'right',
              cell: (agent) => figure(usageOf(agent), describeQueue),
            },
            { key: 'lines', header: 'Lines', align: 'right', from: 'lg', cell: (agent) => formatNumber(agent.lines) },
            {
              key: 'last',
              header: 'Last call',
              align: 'right',
              from: 'lg',
              cell: (agent) => <LastCall usage={usageOf(agent)} />,
            },
          ]}
          phone={(agent) => ({
            primary: agent.name,
            aside: <State name={agentStateName(agent)} />,
            secondary: (
              <>
                {agent.fromNumber ? <PhoneNumber e164={agent.fromNumber} /> : <span>No from-number</span>}
                <span>{figure(usageOf(agent), ({ calls }) => `${count(calls, 'call')} today`)}</span>
              </>
            ),
          })}
          empty={
            isArchive ? (
              <EmptyState title="No archived agents">
                An agent that is not used any more can be archived. It leaves the lists; its results stay.
              </EmptyState>
            ) : (
              <EmptyState
                title="No agents yet"
                action={
                  mayCreate && (
                    <Button asChild>
                      <Link href="/agents/new">New agent</Link>
                    </Button>
                  )
                }
              >
                An agent is an AI caller that contacts are enrolled with: its number, its hours and what it asks.
              </EmptyState>
            )
          }
        />
      )}
    </>
  )
}

function Missing({ what }: { what: string }) {
  return <span className="text-muted-foreground">{what}</span>
}

function figure(usage: AgentUsage | undefined, write: (usage: AgentUsage) => string): string {
  return usage ? write(usage) : '…'
}

function LastCall({ usage }: { usage: AgentUsage | undefined }) {
  if (!usage) return '…'
  return usage.lastCallAt === null ? <Missing what="Never" /> : <RelativeTime iso={usage.lastCallAt} />
}
