import type { Metadata } from 'next'
import { AgentScreen } from '@/ui/agent/agent-screen'

export const metadata: Metadata = { title: 'Agent' }

export default async function AgentPage({ params }: PageProps<'/agents/[agentId]'>) {
  const { agentId } = await params
  return <AgentScreen agentId={decodeURIComponent(agentId)} />
}
