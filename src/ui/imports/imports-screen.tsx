'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { parseAsStringLiteral } from 'nuqs'
import { IMPORT_SORTS, IMPORT_STATUSES } from '@/domain/imports/import-statuses.rules'
import { Button } from '@/ui/components/button'
import { CursorPagination } from '@/ui/components/cursor-pagination'
import { DataTable } from '@/ui/components/data-table'
import { EmptyState } from '@/ui/components/empty-state'
import { formatNumber } from '@/ui/components/format-number'
import { LoadError } from '@/ui/components/load-error'
import { PageHeader } from '@/ui/components/page-header'
import { State } from '@/ui/components/state'
import { RelativeTime } from '@/ui/components/time'
import { DoneBar } from '@/ui/lists/done-bar'
import { ImportButton } from '@/ui/lists/import-button'
import { NameOfBatch } from '@/ui/lists/name-of-batch'
import { LIST_PAGE_SIZE } from '@/ui/lists/page-size'
import { ResultRate } from '@/ui/lists/result-rate'
import { useListFilter } from '@/ui/lists/use-list-filter'
import { WORK_FILTERS, WorkFilters, workQueryOf } from '@/ui/lists/work-filters'
import type { ListedImport } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'

const POLL_MS = 3_000
const FILTERS = {
  ...WORK_FILTERS,
  status: parseAsStringLiteral(IMPORT_STATUSES),
  sort: parseAsStringLiteral(IMPORT_SORTS),
}

/** Lists the imports of the organization, each with all of its batches in one row. */
export function ImportsScreen() {
  const trpc = useTRPC()
  const filter = useListFilter(FILTERS)
  const { filters, trail, isFiltered, clear } = filter
  const imports = useQuery({
    ...trpc.imports.list.queryOptions({
      ...workQueryOf(filters),
      status: filters.status ?? undefined,
      sort: filters.sort ?? undefined,
      cursor: trail.cursor,
      limit: LIST_PAGE_SIZE,
    }),
    placeholderData: keepPreviousData,
    refetchInterval: POLL_MS,
  })

  return (
    <>
      <PageHeader
        title="Imports"
        facts="Files that were enrolled, each with what became of its rows."
        actions={<ImportButton />}
      />
      <WorkFilters search="Search by file name" statuses={IMPORT_STATUSES} sorts={IMPORT_SORTS} filter={filter} />
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
              { key: 'file', header: 'File', cell: (row) => <NameOfBatch {...row} name={row.fileName} /> },
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
            phone={({ status, progress, accepted, createdAt, ...row }) => ({
              primary: <NameOfBatch {...row} name={row.fileName} createdAt={createdAt} />,
              aside: <State name={status} />,
              secondary: (
                <>
                  <ResultRate reached={progress.reached} of={accepted} />
                  <RelativeTime iso={createdAt} />
                </>
              ),
            })}
            empty={
              isFiltered ? (
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
