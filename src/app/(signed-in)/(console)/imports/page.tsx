import type { Metadata } from 'next'
import { Prefetched } from '@/app/prefetched'
import { ImportsScreen } from '@/ui/imports/imports-screen'
import { LIST_PAGE_SIZE } from '@/ui/lists/page-size'

export const metadata: Metadata = { title: 'Imports' }

export default async function ImportsPage({ searchParams }: PageProps<'/imports'>) {
  const isFiltered = Object.keys(await searchParams).length > 0
  return (
    <Prefetched
      queries={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.agents.list.queryOptions({})),
        queryClient.prefetchQuery(trpc.batches.creators.queryOptions()),
        // The browser asks for a filtered list itself, since it knows the reader's clock.
        ...(isFiltered ? [] : [queryClient.prefetchQuery(trpc.imports.list.queryOptions({ limit: LIST_PAGE_SIZE }))]),
      ]}
    >
      <ImportsScreen />
    </Prefetched>
  )
}
