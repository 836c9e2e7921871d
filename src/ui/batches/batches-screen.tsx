'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { parseAsStringLiteral } from 'nuqs'
import { BATCH_SORTS, BATCH_SOURCES, BATCH_STATUSES } from '@/domain/batches/batch-statuses.rules'
import { Button } from '@/ui/components/button'
import { CursorPagination } from '@/ui/components/cursor-pagination'
import { EmptyState } from '@/ui/components/empty-state'
import { LoadError } from '@/ui/components/load-error'
import { PageHeader } from '@/ui/components/page-header'
import { FilterSelect } from '@/ui/lists/filter-select'
import { ImportButton } from '@/ui/lists/import-button'
import { LIST_PAGE_SIZE } from '@/ui/lists/page-size'
import { useListFilter } from '@/ui/lists/use-list-filter'
import { WORK_FILTERS, WorkFilters, workQueryOf } from '@/ui/lists/work-filters'
import { useTRPC } from '@/ui/trpc-client'
import { BatchTable } from './batch-table'
import { sourceWord } from './source-word'

const ACTIVE_POLL_MS = 5_000
const FILTERS = {
  ...WORK_FILTERS,
  status: parseAsStringLiteral(BATCH_STATUSES),
  source: parseAsStringLiteral(BATCH_SOURCES),
  sort: parseAsStringLiteral(BATCH_SORTS),
}

/**
 * Lists the batches of the organization. Those of an import stand within it, and are here when imports are asked for
 * as the source.
 */
export function BatchesScreen() {
  const trpc = useTRPC()
  const filter = useListFilter(FILTERS)
  const { filters, trail, isFiltered, clear } = filter
  const batches = useQuery({
    ...trpc.batches.list.queryOptions({
      ...workQueryOf(filters),
      status: filters.status ?? undefined,
      source: filters.source ?? undefined,
      sort: filters.sort ?? undefined,
      outsideImports: filters.source === 'import' ? undefined : true,
      cursor: trail.cursor,
      limit: LIST_PAGE_SIZE,
    }),
    placeholderData: keepPreviousData,
    refetchInterval: ACTIVE_POLL_MS,
  })

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
      <WorkFilters search="Search by name" statuses={BATCH_STATUSES} sorts={BATCH_SORTS} filter={filter}>
        <FilterSelect
          label="Source"
          any="Any source"
          value={filters.source}
          options={BATCH_SOURCES.map((value) => ({ value, label: sourceWord(value) }))}
          onChange={(source) => filter.change({ source })}
        />
      </WorkFilters>
      {batches.error ? (
        <LoadError what="The batches" error={batches.error} onRetry={() => batches.refetch()} />
      ) : (
        <>
          <BatchTable
            rows={batches.data?.batches}
            skeletonRows={10}
            empty={
              isFiltered ? (
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
