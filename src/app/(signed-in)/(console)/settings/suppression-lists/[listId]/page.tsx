import type { Metadata } from 'next'
import { SuppressionListScreen } from '@/ui/suppression/suppression-list-screen'

export const metadata: Metadata = { title: 'Suppression list' }

export default async function SuppressionListPage({ params }: PageProps<'/settings/suppression-lists/[listId]'>) {
  return <SuppressionListScreen listId={(await params).listId} />
}
