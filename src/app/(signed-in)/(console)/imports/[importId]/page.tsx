import type { Metadata } from 'next'
import { ImportDetailsScreen } from '@/ui/import/import-details-screen'

export const metadata: Metadata = { title: 'Import' }

export default async function ImportPage({ params }: PageProps<'/imports/[importId]'>) {
  const { importId } = await params
  return <ImportDetailsScreen importId={importId} />
}
