'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { BATCH_STATUSES } from '@/domain/batches/batch-statuses.rules'
import { Button } from '@/ui/components/button'
import { CursorPagination } from '@/ui/components/cursor-pagination'
import { EmptyState } from '@/ui/components/empty-state'
import { LoadError } from '@/ui/components/load-error'
import { PageHeader } from '@/ui/components/page-header'
import { Select, SelectContent, SelectItem, SelectTrigger } from '@/ui/components/select'
import { State } from '@/ui/components/state'
import { useTRPC } from '@/ui/trpc-client'
import { useCursorTrail } from '@/ui/use-cursor-trail'
import { BatchTable } from './batch-table'

const PAGE_SIZE = 50
const ACTIVE_POLL_MS = 5_000
const ANY = 'any'

/** Lists every batch of the organization, filtered by agent and status. */
export function BatchesScreen() {
  const trpc = useTRPC()
  const [filters, setFilters] = useQueryStates(
    { agent: parseAsString, status: parseAsStringLiteral(BATCH_STATUSES) },
    { history: 'push' },
  )
  const trail = useCursorTrail()
  const agents = useQuery(trpc.agents.list.queryOptions({}))
  const batches = useQuery({
    ...trpc.batches.list.queryOptions({
      agentId: filters.agent ?? undefined,
      status: filters.status ?? undefined,
      cursor: trail.cursor,
      limit: PAGE_SIZE,
    }),
    placeholderData: keepPreviousData,
    refetchInterval: ACTIVE_POLL_MS,
  })
  const filtered = filters.agent !== null || filters.status !== null
  const rows = batches.data?.batches

  const change = (next: Partial<typeof filters>) => {
    trail.reset()
    setFilters(next)
  }

  return (
    <>
      <PageHeader title="Batches" facts="One accepted enrollment each, of up to 1,000 contacts." />
      <div className="mb-3 flex flex-wrap gap-2">
        <Select
          value={filters.status ?? ANY}
          onValueChange={(value) => change({ status: BATCH_STATUSES.find((status) => status === value) ?? null })}
        >
          <SelectTrigger aria-label="Status" className="w-44 max-sm:w-0 max-sm:flex-1" />
          <SelectContent>
            <SelectItem value={ANY}>Any status</SelectItem>
            {BATCH_STATUSES.map((status) => (
              <SelectItem key={status} value={status}>
                <State name={status} />
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
        <Select value={filters.agent ?? ANY} onValueChange={(value) => change({ agent: value === ANY ? null : value })}>
          <SelectTrigger aria-label="Agent" className="w-56 max-sm:w-0 max-sm:flex-1" placeholder="Unknown agent" />
          <SelectContent>
            <SelectItem value={ANY}>Any agent</SelectItem>
            {agents.data?.agents.map((agent) => (
              <SelectItem key={agent.agentId} value={agent.agentId}>
                {agent.name}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
        {filtered && (
          <Button variant="ghost" onClick={() => change({ agent: null, status: null })}>
            Clear filters
          </Button>
        )}
      </div>
      {batches.error ? (
        <LoadError what="The batches" error={batches.error} onRetry={() => batches.refetch()} />
      ) : (
        <>
          <BatchTable
            rows={rows}
            skeletonRows={10}
            empty={
              filtered ? (
                <EmptyState
                  title="No batch matches these filters"
                  action={<Button onClick={() => change({ agent: null, status: null })}>Clear filters</Button>}
                />
              ) : (
                <EmptyState
                  title="No batches yet"
                  action={
                    <Button asChild variant="primary">
                      <Link href="/agents">Choose an agent</Link>
                    </Button>
                  }
                >
                  A batch is one accepted enrollment. Choose an agent and enroll contacts from a file, or send them to
                  the REST API.
                </EmptyState>
              )
            }
          />
          <CursorPagination trail={trail} nextCursor={batches.data?.nextCursor} />
        </>
      )}
    </>
  )
}
