import type { Metadata } from 'next'
import { Prefetched } from '@/app/prefetched'
import { PERSON_PAGE_SIZE, PERSON_SUPPRESSIONS, TRAIL_PAGE_SIZE } from '@/ui/lists/page-size'
import { PersonScreen } from '@/ui/person/person-screen'

export const metadata: Metadata = { title: 'Person' }

export default async function PersonPage({ params }: PageProps<'/people/[number]'>) {
  // The + of a number may come as %2B.
  const phoneNumber = (await params).number.replace(/%2B/i, '+')
  return (
    <Prefetched
      queries={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.people.get.queryOptions({ phoneNumber })),
        queryClient.prefetchQuery(trpc.suppressions.list.queryOptions({ phoneNumber, limit: PERSON_SUPPRESSIONS })),
        queryClient.prefetchQuery(trpc.people.trail.queryOptions({ phoneNumber, limit: TRAIL_PAGE_SIZE })),
        queryClient.prefetchQuery(trpc.people.sequences.queryOptions({ phoneNumber, limit: PERSON_PAGE_SIZE })),
      ]}
    >
      <PersonScreen phoneNumber={phoneNumber} />
    </Prefetched>
  )
}
