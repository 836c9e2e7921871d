import type { Metadata } from 'next'
import { Prefetched } from '@/app/prefetched'
import { CreditsScreen } from '@/ui/credits/credits-screen'

export const metadata: Metadata = { title: 'Credits' }

export default function CreditsPage() {
  return (
    <Prefetched
      queries={({ queryClient, trpc }) => [
        // Only the database knows the current month.
        queryClient
          .fetchQuery(trpc.credits.usage.queryOptions({}))
          .then(({ period: { month } }) =>
            queryClient.prefetchQuery(trpc.credits.days.queryOptions({ month: month ?? '' })),
          )
          .catch(() => {}),
        queryClient.prefetchQuery(trpc.credits.forecast.queryOptions()),
      ]}
    >
      <CreditsScreen />
    </Prefetched>
  )
}
