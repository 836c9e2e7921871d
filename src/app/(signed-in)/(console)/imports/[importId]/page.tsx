import type { Metadata } from 'next'
import { Prefetched } from '@/app/prefetched'
import { ImportDetailsScreen } from '@/ui/import/import-details-screen'

export const metadata: Metadata = { title: 'Import' }

export default async function ImportPage({ params }: PageProps<'/imports/[importId]'>) {
  const { importId } = await params
  return (
    <Prefetched
      queries={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.imports.get.queryOptions({ importId })),
        queryClient.prefetchQuery(trpc.auditLog.ofObject.queryOptions({ kind: 'import', id: importId })),
      ]}
    >
      <ImportDetailsScreen importId={importId} />
    </Prefetched>
  )
}
