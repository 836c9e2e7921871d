'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { AGENT_SETTING_TABLE } from '@/domain/agents/agent-change.rules'
import { Badge } from '@/ui/components/badge'
import { Button } from '@/ui/components/button'
import { CursorPagination } from '@/ui/components/cursor-pagination'
import { DataTable } from '@/ui/components/data-table'
import { PageHeader } from '@/ui/components/page-header'
import { RelativeTime } from '@/ui/components/time'
import { toast } from '@/ui/components/toast'
import { describeError } from '@/ui/describe-error'
import { LoadFailure } from '@/ui/frame/load-failure'
import { useMay } from '@/ui/frame/session'
import type { AgentVersion } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { useCursorTrail } from '@/ui/use-cursor-trail'
import { usePageTitle } from '@/ui/use-page-title'

/** Shows who has changed an agent and what, and restores a former version. */
export function VersionsScreen({ agentId }: { agentId: string }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayManage = useMay('manage')
  const trail = useCursorTrail()
  const agent = useQuery(trpc.agents.get.queryOptions({ agentId }))
  const versions = useQuery(trpc.agents.versions.queryOptions({ agentId, cursor: trail.cursor }))
  usePageTitle(agent.data && `Versions of ${agent.data.name}`)
  const restore = useMutation(
    trpc.agents.restore.mutationOptions({
      onSuccess: async (_, { number }) => {
        await queryClient.invalidateQueries({ queryKey: trpc.agents.pathKey() })
        toast.success(`The agent is back at version ${number}.`)
      },
      onError: (error) => toast.error(`Nothing was restored. ${describeError(error).message}`),
    }),
  )
  const error = agent.error ?? versions.error
  if (error) {
    return (
      <LoadFailure
        thing="agent"
        list={{ label: 'agents', href: '/agents' }}
        error={error}
        onRetry={() => versions.refetch()}
      />
    )
  }
  const newest = agent.data?.version
  const action = (version: AgentVersion) => {
    if (version.number === newest) return <Badge>Now</Badge>
    if (!mayManage || newest === undefined) return null
    return (
      <Button
        size="sm"
        aria-label={`Restore version ${version.number}`}
        pending={restore.isPending && restore.variables.number === version.number}
        onClick={() => restore.mutate({ agentId, number: version.number, version: newest })}
      >
        Restore
      </Button>
    )
  }
  return (
    <>
      <PageHeader
        breadcrumb={[
          { label: 'Agents', href: '/agents' },
          { label: agent.data?.name ?? 'Agent', href: `/agents/${agentId}` },
        ]}
        title="Versions"
        facts="Each change of the settings. Restoring makes a new version, so it can be undone the same way."
      />
      <DataTable
        caption="Versions"
        rows={versions.data?.versions}
        rowKey={({ number }) => String(number)}
        columns={[
          { key: 'what', header: 'Changed', cell: describeVersion },
          { key: 'number', header: 'Version', align: 'right', cell: ({ number }) => number },
          { key: 'who', header: 'By', cell: ({ changedBy }) => changedBy },
          { key: 'when', header: 'When', cell: ({ changedAt }) => <RelativeTime iso={changedAt} /> },
          { key: 'action', header: '', align: 'right', cell: action },
        ]}
        phone={(version) => ({
          primary: describeVersion(version),
          aside: action(version),
          secondary: (
            <>
              <span>Version {version.number}</span>
              <span>{version.changedBy}</span>
              <RelativeTime iso={version.changedAt} />
            </>
          ),
        })}
        empty={null}
      />
      <CursorPagination trail={trail} nextCursor={versions.data?.nextCursor ?? null} />
    </>
  )
}

function describeVersion({ number, changed, restoredFrom }: AgentVersion): string {
  if (number === 1) return 'Created'
  const what = changed.map((setting) => AGENT_SETTING_TABLE[setting].label).join(', ')
  return restoredFrom === null ? what : `Version ${restoredFrom} restored (${what.toLowerCase()})`
}
