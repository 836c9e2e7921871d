'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useCallback } from 'react'
import { BATCH_SORTS, BATCH_SOURCES, BATCH_STATUSES } from '@/domain/batches/batch-statuses.rules'
import { Button } from '@/ui/components/button'
import { CursorPagination } from '@/ui/components/cursor-pagination'
import { EmptyState } from '@/ui/components/empty-state'
import { LoadError } from '@/ui/components/load-error'
import { PageHeader } from '@/ui/components/page-header'
import { stateWord } from '@/ui/components/state'
import { ImportButton } from '@/ui/lists/import-button'
import { AgentFilter, CreatorFilter, FilterSelect, ListFilters, SearchField } from '@/ui/lists/list-filters'
import { LIST_PAGE_SIZE } from '@/ui/lists/page-size'
import { sinceOf, TIME_FILTERS, TIME_OPTIONS } from '@/ui/lists/time-filter'
import { useTRPC } from '@/ui/trpc-client'
import { useCursorTrail } from '@/ui/use-cursor-trail'
import { BatchTable } from './batch-table'
import { sourceWord } from './source-word'

const ACTIVE_POLL_MS = 5_000
const NO_FILTER = { q: null, agent: null, status: null, source: null, who: null, time: null, sort: null }
const SORT_WORDS = { newest: 'Newest first', oldest: 'Oldest first' }

/**
 * Lists the batches of the organization. Those of an import stand within it, and are here when imports are asked for
 * as the source.
 */
export function BatchesScreen() {
  const trpc = useTRPC()
  const [filters, setFilters] = useQueryStates(
    {
      q: parseAsString,
      agent: parseAsString,
      status: parseAsStringLiteral(BATCH_STATUSES),
      source: parseAsStringLiteral(BATCH_SOURCES),
      who: parseAsString,
      time: parseAsStringLiteral(TIME_FILTERS),
      sort: parseAsStringLiteral(BATCH_SORTS),
    },
    { history: 'push' },
  )
  const trail = useCursorTrail()
  const batches = useQuery({
    ...trpc.batches.list.queryOptions({
      search: filters.q ?? undefined,
      agentId: filters.agent ?? undefined,
      status: filters.status ?? undefined,
      source: filters.source ?? undefined,
      createdBy: filters.who ?? undefined,
      since: sinceOf(filters.time, new Date()),
      sort: filters.sort ?? undefined,
      outsideImports: filters.source === 'import' ? undefined : true,
      cursor: trail.cursor,
      limit: LIST_PAGE_SIZE,
    }),
    placeholderData: keepPreviousData,
    refetchInterval: ACTIVE_POLL_MS,
  })
  const { sort: _, ...narrowing } = filters
  const filtered = Object.values(narrowing).some((value) => value !== null)
  const { reset } = trail
  const change = useCallback(
    (next: Partial<typeof filters>) => {
      reset()
      setFilters(next)
    },
    [reset, setFilters],
  )
  const search = useCallback((q: string | null) => change({ q }), [change])
  const clear = () => change(NO_FILTER)

  return (
    <>
      <PageHeader
        title="Batches"
        facts={
          <span>
            One accepted enrollment each, of up to 1,000 contacts. Batches of a file stand within its{' '}
            <Link href="/imports" className="text-link underline underline-offset-4">
              import
            </Link>
            .
          </span>
        }
        actions={<ImportButton />}
      />
      <ListFilters onClear={filtered ? clear : null}>
        <SearchField label="Search by name" value={filters.q} onSearch={search} />
        <FilterSelect
          label="Status"
          any="Any status"
          value={filters.status}
          options={BATCH_STATUSES.map((value) => ({ value, label: stateWord(value) }))}
          onChange={(status) => change({ status })}
        />
        <AgentFilter value={filters.agent} onChange={(agent) => change({ agent })} />
        <FilterSelect
          label="Source"
          any="Any source"
          value={filters.source}
          options={BATCH_SOURCES.map((value) => ({ value, label: sourceWord(value) }))}
          onChange={(source) => change({ source })}
        />
        <CreatorFilter value={filters.who} onChange={(who) => change({ who })} />
        <FilterSelect
          label="Time"
          any="Any time"
          value={filters.time}
          options={TIME_OPTIONS}
          onChange={(time) => change({ time })}
        />
        <FilterSelect
          label="Order"
          value={filters.sort ?? 'newest'}
          options={BATCH_SORTS.map((value) => ({ value, label: SORT_WORDS[value] }))}
          onChange={(sort) => change({ sort: sort === 'newest' ? null : sort })}
        />
      </ListFilters>
      {batches.error ? (
        <LoadError what="The batches" error={batches.error} onRetry={() => batches.refetch()} />
      ) : (
        <>
          <BatchTable
            rows={batches.data?.batches}
            skeletonRows={10}
            empty={
              filtered ? (
                <EmptyState
                  title="No batch matches these filters"
                  action={<Button onClick={clear}>Clear filters</Button>}
                />
              ) : (
                <EmptyState
                  title="No batches yet"
                  action={
                    <Button asChild>
                      <Link href="/reference">Read the API reference</Link>
                    </Button>
                  }
                >
                  A batch is one accepted enrollment. Import contacts from a file, or send them to the REST API.
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
