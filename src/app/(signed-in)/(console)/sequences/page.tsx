import type { Metadata } from 'next'
import { Prefetched } from '@/app/prefetched'
import { LIST_PAGE_SIZE } from '@/ui/lists/page-size'
import { SequencesScreen } from '@/ui/sequences/sequences-screen'

export const metadata: Metadata = { title: 'Contacts' }

export default async function SequencesPage({ searchParams }: PageProps<'/sequences'>) {
  const isFiltered = Object.keys(await searchParams).length > 0
  return (
    <Prefetched
      queries={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.agents.list.queryOptions({})),
        ...(isFiltered
          ? []
          : [
              queryClient.prefetchQuery(
                trpc.sequences.results.queryOptions({ order: 'newest', limit: LIST_PAGE_SIZE }),
              ),
            ]),
      ]}
    >
      <SequencesScreen />
    </Prefetched>
  )
}
