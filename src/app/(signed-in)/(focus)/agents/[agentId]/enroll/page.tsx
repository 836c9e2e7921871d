import type { Metadata } from 'next'
import { ImportScreen } from '@/ui/import-wizard/import-screen'

export const metadata: Metadata = { title: 'Enroll contacts' }

export default async function EnrollPage({ params }: PageProps<'/agents/[agentId]/enroll'>) {
  const { agentId } = await params
  return <ImportScreen agentId={decodeURIComponent(agentId)} />
}
