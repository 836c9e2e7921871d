import type { Metadata } from 'next'
import { UploadListScreen } from '@/ui/suppression/upload/upload-list-screen'

export const metadata: Metadata = { title: 'Upload numbers' }

export default async function UploadListPage({ params }: PageProps<'/settings/suppression-lists/[listId]/upload'>) {
  return <UploadListScreen listId={(await params).listId} />
}
