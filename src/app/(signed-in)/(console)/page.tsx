import type { Metadata } from 'next'
import { Prefetched } from '@/app/prefetched'
import { readZone } from '@/app/read-zone'
import { HomeScreen } from '@/ui/home/home-screen'

export const metadata: Metadata = { title: 'Home' }

export default async function HomePage() {
  const timeZone = await readZone()
  return (
    <Prefetched
      queries={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.home.firstSteps.queryOptions()),
        queryClient.prefetchQuery(trpc.home.today.queryOptions({ timeZone })),
        queryClient.prefetchQuery(trpc.home.underWay.queryOptions()),
        queryClient.prefetchQuery(trpc.home.attention.queryOptions()),
        queryClient.prefetchQuery(trpc.credits.forecast.queryOptions()),
      ]}
    >
      <HomeScreen timeZone={timeZone} />
    </Prefetched>
  )
}
