import type { Metadata } from 'next'
import { Prefetched } from '@/app/prefetched'
import { CreditsScreen } from '@/ui/credits/credits-screen'

export const metadata: Metadata = { title: 'Credits' }

export default function CreditsPage() {
  return (
    <Prefetched
      queries={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.credits.usage.queryOptions({})),
        queryClient.prefetchQuery(trpc.credits.forecast.queryOptions()),
      ]}
    >
      <CreditsScreen />
    </Prefetched>
  )
}
