import type { Metadata } from 'next'
import { VersionsScreen } from '@/ui/agent/versions-screen'

export const metadata: Metadata = { title: 'Agent versions' }

export default async function AgentVersionsPage({ params }: PageProps<'/agents/[agentId]/versions'>) {
  const { agentId } = await params
  return <VersionsScreen agentId={decodeURIComponent(agentId)} />
}
