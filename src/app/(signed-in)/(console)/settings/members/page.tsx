import type { Metadata } from 'next'
import { Prefetched } from '@/app/prefetched'
import { MembersScreen } from '@/ui/members/members-screen'

export const metadata: Metadata = { title: 'Members' }

export default function MembersPage() {
  return (
    <Prefetched queries={({ queryClient, trpc }) => [queryClient.prefetchQuery(trpc.members.list.queryOptions())]}>
      <MembersScreen />
    </Prefetched>
  )
}
