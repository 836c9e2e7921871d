import type { Metadata } from 'next'
import { Prefetched } from '@/app/prefetched'
import { LIST_PAGE_SIZE } from '@/ui/lists/page-size'
import { SuppressionListScreen } from '@/ui/suppression/suppression-list-screen'

export const metadata: Metadata = { title: 'Suppression list' }

export default async function SuppressionListPage({ params }: PageProps<'/settings/suppression-lists/[listId]'>) {
  const { listId } = await params
  return (
    <Prefetched
      queries={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.suppressions.lists.get.queryOptions({ listId })),
        queryClient.prefetchQuery(trpc.suppressions.list.queryOptions({ list: listId, limit: LIST_PAGE_SIZE })),
      ]}
    >
      <SuppressionListScreen listId={listId} />
    </Prefetched>
  )
}
