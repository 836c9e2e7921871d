'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Button } from '@/ui/components/button'
import { CursorPagination } from '@/ui/components/cursor-pagination'
import { DataTable } from '@/ui/components/data-table'
import { EmptyState } from '@/ui/components/empty-state'
import { count } from '@/ui/components/format-number'
import { lazyPart, lazySection } from '@/ui/components/lazy-part'
import { LoadError } from '@/ui/components/load-error'
import { NativeSelect } from '@/ui/components/native-select'
import { PhoneNumber } from '@/ui/components/phone-number'
import { Result } from '@/ui/components/result'
import { ZonedTime } from '@/ui/components/time'
import { LIST_PAGE_SIZE } from '@/ui/lists/page-size'
import type { AgentSummary, BatchDetails, SequenceSummary } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { useCursorTrail } from '@/ui/use-cursor-trail'
import type { AgainTarget } from './call-again-dialog'
import { ColumnMenu } from './column-menu'
import { columnsOf, NameOfContact, usualColumns } from './columns'
import { FilterBar } from './filter-bar'
import { useColumns } from './use-columns'
import type { SequenceFilters } from './use-sequence-filter'

const ExportMenu = lazySection(() => import('./export-menu').then((module) => module.ExportMenu))
const CallAgainDialog = lazyPart(() => import('./call-again-dialog').then((module) => module.CallAgainDialog))
const RescheduleDialog = lazyPart(() => import('./reschedule-dialog').then((module) => module.RescheduleDialog))

type SequenceListProps = {
  filter: SequenceFilters
  /** The batch that the page is of; absent where the list is of all. */
  batch?: { accepted: number; hasChains: boolean; outcomes: BatchDetails['outcomes'] }
  agents?: readonly AgentSummary[]
  pollMs: number | false
  /** What stands there when nothing is filtered and there is nobody. */
  empty: ReactNode
}

/** Lists contacts by a filter, a page at a time, each with what has come of it. */
export function SequenceList({ filter, batch, agents, pollMs, empty }: SequenceListProps) {
  const trpc = useTRPC()
  const trail = useCursorTrail()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [again, setAgain] = useState<AgainTarget | null>(null)
  const [moved, setMoved] = useState<readonly string[] | null>(null)
  const isOneBatch = batch !== undefined
  const columns = useColumns(
    isOneBatch ? 'batch' : 'contacts',
    usualColumns({ isOneBatch, hasChains: batch?.hasChains ?? false }),
  )
  const order = filter.order === 'name' && filter.filter.batchId === undefined ? 'newest' : filter.order
  const sequences = useQuery({
    ...trpc.sequences.results.queryOptions({
      ...filter.filter,
      order,
      cursor: trail.cursor,
      limit: LIST_PAGE_SIZE,
    }),
    placeholderData: keepPreviousData,
    refetchInterval: pollMs,
  })
  const rows = sequences.data?.sequences
  const nextCursor = sequences.data?.nextCursor ?? null
  const clearFilters = () => {
    trail.reset()
    filter.clear()
  }

  if (sequences.error) {
    return <LoadError what="The contacts" error={sequences.error} onRetry={() => sequences.refetch()} />
  }
  return (
    <>
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <FilterBar filter={filter} onChange={trail.reset} agents={agents} outcomes={batch?.outcomes} />
        <span className="flex-1" />
        <NativeSelect
          aria-label="Order"
          className="w-36"
          value={order}
          options={[
            { value: 'newest', label: 'Newest first' },
            { value: 'oldest', label: isOneBatch ? 'As sent' : 'Oldest first' },
            ...(filter.filter.batchId === undefined ? [] : [{ value: 'name' as const, label: 'By name' }]),
          ]}
          onChange={(next) => {
            trail.reset()
            filter.setFilters({ order: next })
          }}
        />
        <ColumnMenu columns={columns} />
        <ExportMenu filter={filter.filter} order={order} />
      </div>
      {chosen.size > 0 ? (
        <div className="mb-2 flex flex-wrap items-center gap-2 rounded-md bg-muted px-3 py-1.5 text-sm">
          <span aria-live="polite">{count(chosen.size, 'contact')} chosen</span>
          <span className="flex-1" />
          <Button size="sm" variant="ghost" onClick={() => setChosen(new Set())}>
            Clear choice
          </Button>
          <Button size="sm" onClick={() => setMoved([...chosen])}>
            Reschedule
          </Button>
          <Button size="sm" onClick={() => setAgain({ sequenceIds: [...chosen] })}>
            Call again
          </Button>
        </div>
      ) : (
        filter.isFiltered &&
        (rows?.length ?? 0) > 0 && (
          <div className="mb-2 flex justify-end">
            <Button size="sm" variant="ghost" onClick={() => setAgain({ filter: filter.filter })}>
              Call all of these again
            </Button>
          </div>
        )
      )}
      {again && <CallAgainDialog target={again} onClose={() => setAgain(null)} />}
      {moved && <RescheduleDialog sequenceIds={moved} onClose={() => setMoved(null)} />}
      <DataTable<SequenceSummary>
        caption="Contacts"
        rows={rows}
        skeletonRows={10}
        rowKey={({ sequenceId }) => sequenceId}
        rowHref={({ sequenceId }) => `/sequences/${sequenceId}`}
        selection={{ keys: chosen, onChange: setChosen, label: ({ name }) => `Choose ${name}` }}
        columns={columnsOf(columns.chosen)}
        phone={(sequence) => ({
          primary: <NameOfContact {...sequence} />,
          aside: <Result {...sequence} />,
          secondary: (
            <>
              <PhoneNumber e164={sequence.phoneNumber} extension={sequence.phoneNumberExt} country="beside" />
              {sequence.phoneNumberWritten !== sequence.phoneNumber && <span>Sent: {sequence.phoneNumberWritten}</span>}
              {sequence.result === 'open' && <ZonedTime iso={sequence.scheduledAt} timeZone={sequence.timezone} />}
              {sequence.outcomeLabels.length > 0 && <span>{sequence.outcomeLabels.join(', ')}</span>}
            </>
          ),
        })}
        empty={
          nextCursor !== null ? (
            <EmptyState
              title="Nobody yet among the contacts searched"
              action={<Button onClick={() => trail.goNext(nextCursor)}>Search further</Button>}
            >
              The search stops after 100,000 contacts at a time.
            </EmptyState>
          ) : filter.isFiltered ? (
            <EmptyState
              title="No contact matches these filters"
              action={<Button onClick={clearFilters}>Clear filters</Button>}
            />
          ) : (
            empty
          )
        }
      />
      <CursorPagination
        trail={trail}
        nextCursor={nextCursor}
        total={batch && !filter.isFiltered ? count(batch.accepted, 'contact') : undefined}
      />
    </>
  )
}
