'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useCallback } from 'react'
import { IMPORT_SORTS, IMPORT_STATUSES } from '@/domain/imports/import-statuses.rules'
import { Button } from '@/ui/components/button'
import { CursorPagination } from '@/ui/components/cursor-pagination'
import { DataTable } from '@/ui/components/data-table'
import { EmptyState } from '@/ui/components/empty-state'
import { formatNumber } from '@/ui/components/format-number'
import { LoadError } from '@/ui/components/load-error'
import { PageHeader } from '@/ui/components/page-header'
import { State, stateWord } from '@/ui/components/state'
import { RelativeTime } from '@/ui/components/time'
import { DoneBar } from '@/ui/lists/done-bar'
import { ImportButton } from '@/ui/lists/import-button'
import { AgentFilter, CreatorFilter, FilterSelect, ListFilters, SearchField } from '@/ui/lists/list-filters'
import { LIST_PAGE_SIZE } from '@/ui/lists/page-size'
import { ResultRate } from '@/ui/lists/result-rate'
import { sinceOf, TIME_FILTERS, TIME_OPTIONS } from '@/ui/lists/time-filter'
import type { ListedImport } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { useCursorTrail } from '@/ui/use-cursor-trail'

const POLL_MS = 3_000
const NO_FILTER = { q: null, agent: null, status: null, who: null, time: null, sort: null }
const SORT_WORDS = { newest: 'Newest first', oldest: 'Oldest first', largest: 'Largest first' }

/** Lists the imports of the organization, each with all of its batches in one row. */
export function ImportsScreen() {
  const trpc = useTRPC()
  const [filters, setFilters] = useQueryStates(
    {
      q: parseAsString,
      agent: parseAsString,
      status: parseAsStringLiteral(IMPORT_STATUSES),
      who: parseAsString,
      time: parseAsStringLiteral(TIME_FILTERS),
      sort: parseAsStringLiteral(IMPORT_SORTS),
    },
    { history: 'push' },
  )
  const trail = useCursorTrail()
  const imports = useQuery({
    ...trpc.imports.list.queryOptions({
      search: filters.q ?? undefined,
      agentId: filters.agent ?? undefined,
      status: filters.status ?? undefined,
      createdBy: filters.who ?? undefined,
      since: sinceOf(filters.time, new Date()),
      sort: filters.sort ?? undefined,
      cursor: trail.cursor,
      limit: LIST_PAGE_SIZE,
    }),
    placeholderData: keepPreviousData,
    refetchInterval: POLL_MS,
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
        title="Imports"
        facts="Files that were enrolled, each with what became of its rows."
        actions={<ImportButton />}
      />
      <ListFilters onClear={filtered ? clear : null}>
        <SearchField label="Search by file name" value={filters.q} onSearch={search} />
        <FilterSelect
          label="Status"
          any="Any status"
          value={filters.status}
          options={IMPORT_STATUSES.map((value) => ({ value, label: stateWord(value) }))}
          onChange={(status) => change({ status })}
        />
        <AgentFilter value={filters.agent} onChange={(agent) => change({ agent })} />
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
          options={IMPORT_SORTS.map((value) => ({ value, label: SORT_WORDS[value] }))}
          onChange={(sort) => change({ sort: sort === 'newest' ? null : sort })}
        />
      </ListFilters>
      {imports.error ? (
        <LoadError what="The imports" error={imports.error} onRetry={() => imports.refetch()} />
      ) : (
        <>
          <DataTable<ListedImport>
            caption="Imports"
            rows={imports.data?.imports}
            rowKey={({ importId }) => importId}
            rowHref={({ importId }) => `/imports/${importId}`}
            skeletonRows={10}
            columns={[
              { key: 'file', header: 'File', cell: ({ fileName }) => <span title={fileName}>{fileName}</span> },
              { key: 'status', header: 'Status', cell: ({ status }) => <State name={status} /> },
              {
                key: 'done',
                header: 'Done',
                cell: ({ progress, accepted, waiting }) => <DoneBar done={progress.done} all={accepted + waiting} />,
              },
              {
                key: 'result',
                header: 'Result',
                from: 'lg',
                cell: ({ progress, accepted }) => <ResultRate reached={progress.reached} of={accepted} />,
              },
              {
                key: 'rejected',
                header: 'Rejected',
                align: 'right',
                from: 'lg',
                cell: ({ rejected }) => <Quiet amount={rejected} />,
              },
              { key: 'agent', header: 'Agent', from: 'lg', cell: ({ agentName }) => <Short text={agentName} /> },
              { key: 'by', header: 'By', from: 'xl', cell: ({ createdBy }) => <Short text={createdBy} /> },
              {
                key: 'created',
                header: 'Started',
                align: 'right',
                cell: ({ createdAt }) => <RelativeTime iso={createdAt} />,
              },
            ]}
            phone={({ fileName, status, progress, accepted, createdAt }) => ({
              primary: fileName,
              aside: <State name={status} />,
              secondary: (
                <>
                  <ResultRate reached={progress.reached} of={accepted} />
                  <RelativeTime iso={createdAt} />
                </>
              ),
            })}
            empty={
              filtered ? (
                <EmptyState
                  title="No import matches these filters"
                  action={<Button onClick={clear}>Clear filters</Button>}
                />
              ) : (
                <EmptyState title="No imports yet" action={<ImportButton />}>
                  An import is a file of contacts. Choose an agent and enroll contacts from a file.
                </EmptyState>
              )
            }
          />
          <CursorPagination trail={trail} nextCursor={imports.data?.nextCursor} />
        </>
      )}
    </>
  )
}

function Short({ text }: { text: string }) {
  return (
    <span className="block max-w-40 truncate" title={text}>
      {text}
    </span>
  )
}

/** Writes a number, and a zero in a quiet colour. */
function Quiet({ amount }: { amount: number }) {
  return amount > 0 ? formatNumber(amount) : <span className="text-muted-foreground">0</span>
}
