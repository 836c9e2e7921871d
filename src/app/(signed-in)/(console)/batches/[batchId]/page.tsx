import type { Metadata } from 'next'
import { BatchScreen } from '@/ui/batch/batch-screen'

export const metadata: Metadata = { title: 'Batch' }

export default async function BatchPage({ params }: PageProps<'/batches/[batchId]'>) {
  const { batchId } = await params
  return <BatchScreen batchId={batchId} />
}
