import type { Metadata } from 'next'
import { Prefetched } from '@/app/prefetched'
import { BatchesScreen } from '@/ui/batches/batches-screen'
import { LIST_PAGE_SIZE } from '@/ui/lists/page-size'

export const metadata: Metadata = { title: 'Batches' }

export default async function BatchesPage({ searchParams }: PageProps<'/batches'>) {
  const isFiltered = Object.keys(await searchParams).length > 0
  return (
    <Prefetched
      queries={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.agents.list.queryOptions({})),
        queryClient.prefetchQuery(trpc.batches.creators.queryOptions()),
        // The browser asks for a filtered list itself, since it knows the reader's clock.
        ...(isFiltered
          ? []
          : [
              queryClient.prefetchQuery(
                trpc.batches.list.queryOptions({ outsideImports: true, limit: LIST_PAGE_SIZE }),
              ),
            ]),
      ]}
    >
      <BatchesScreen />
    </Prefetched>
  )
}
