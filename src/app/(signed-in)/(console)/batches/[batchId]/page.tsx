import type { Metadata } from 'next'
import { Prefetched } from '@/app/prefetched'
import { BatchScreen } from '@/ui/batch/batch-screen'
import { LIST_PAGE_SIZE } from '@/ui/lists/page-size'

export const metadata: Metadata = { title: 'Batch' }

export default async function BatchPage({ params, searchParams }: PageProps<'/batches/[batchId]'>) {
  const { batchId } = await params
  const isFiltered = Object.keys(await searchParams).length > 0
  return (
    <Prefetched
      queries={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.batches.get.queryOptions({ batchId })),
        queryClient.prefetchQuery(trpc.auditLog.ofObject.queryOptions({ kind: 'batch', id: batchId })),
        ...(isFiltered
          ? []
          : [
              queryClient.prefetchQuery(
                trpc.sequences.results.queryOptions({ batchId, order: 'oldest', limit: LIST_PAGE_SIZE }),
              ),
            ]),
      ]}
    >
      <BatchScreen batchId={batchId} />
    </Prefetched>
  )
}
