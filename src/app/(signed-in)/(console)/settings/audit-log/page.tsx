import type { Metadata } from 'next'
import { Prefetched } from '@/app/prefetched'
import { AuditLogScreen } from '@/ui/audit-log/audit-log-screen'
import { LIST_PAGE_SIZE } from '@/ui/lists/page-size'

export const metadata: Metadata = { title: 'Audit log' }

export default async function AuditLogPage({ searchParams }: PageProps<'/settings/audit-log'>) {
  const isFiltered = Object.keys(await searchParams).length > 0
  return (
    <Prefetched
      queries={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.auditLog.actors.queryOptions()),
        // The browser asks for a filtered list itself, since it knows the reader's clock.
        ...(isFiltered ? [] : [queryClient.prefetchQuery(trpc.auditLog.list.queryOptions({ limit: LIST_PAGE_SIZE }))]),
      ]}
    >
      <AuditLogScreen />
    </Prefetched>
  )
}
