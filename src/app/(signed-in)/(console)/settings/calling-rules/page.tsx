import type { Metadata } from 'next'
import { Prefetched } from '@/app/prefetched'
import { CallingRulesScreen } from '@/ui/calling-rules/calling-rules-screen'

export const metadata: Metadata = { title: 'Calling rules' }

export default function CallingRulesPage() {
  return (
    <Prefetched
      queries={({ queryClient, trpc }) => [queryClient.prefetchQuery(trpc.organization.callingPolicy.queryOptions())]}
    >
      <CallingRulesScreen />
    </Prefetched>
  )
}
