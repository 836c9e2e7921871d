'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { CursorPagination } from '@/ui/components/cursor-pagination'
import { DataTable } from '@/ui/components/data-table'
import { EmptyState } from '@/ui/components/empty-state'
import { count, formatNumber } from '@/ui/components/format-number'
import { LoadError } from '@/ui/components/load-error'
import { NameOfBatch } from '@/ui/lists/name-of-batch'
import type { CreditBatch } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { useCursorTrail } from '@/ui/use-cursor-trail'

const PAGE_SIZE = 20

/** Lists the batches of a month, those first that took most credits. */
export function CreditBatchesTab({ month }: { month: string }) {
  const trpc = useTRPC()
  // Each month has pages of its own.
  const trail = useCursorTrail(`batches-${month}`)
  const batches = useQuery({
    ...trpc.credits.batches.queryOptions({ month, cursor: trail.cursor, limit: PAGE_SIZE }),
    placeholderData: keepPreviousData,
  })
  if (batches.error) return <LoadError what="The batches" error={batches.error} onRetry={() => batches.refetch()} />
  return (
    <>
      <DataTable<CreditBatch>
        caption="Credits by batch, the largest first"
        rows={batches.data?.batches}
        skeletonRows={5}
        rowKey={({ batchId }) => batchId}
        rowHref={({ batchId }) => `/batches/${batchId}`}
        columns={[
          { key: 'name', header: 'Batch', cell: (batch) => <NameOfBatch {...batch} /> },
          { key: 'agent', header: 'Agent', from: 'lg', cell: ({ agentName }) => agentName },
          { key: 'spent', header: 'Spent', align: 'right', cell: ({ spent }) => formatNumber(spent) },
          { key: 'reserved', header: 'Reserved', align: 'right', cell: ({ reserved }) => formatNumber(reserved) },
          { key: 'released', header: 'Released', align: 'right', cell: ({ released }) => formatNumber(released) },
        ]}
        phone={(batch) => ({
          primary: <NameOfBatch {...batch} />,
          aside: count(batch.spent, 'credit'),
          secondary: `${formatNumber(batch.reserved)} reserved, ${formatNumber(batch.released)} released`,
        })}
        empty={<EmptyState title="No batch was enrolled in this month" />}
      />
      <CursorPagination trail={trail} nextCursor={batches.data?.nextCursor} />
    </>
  )
}
