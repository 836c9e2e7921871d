import type { Metadata } from 'next'
import { AgentFormScreen } from '@/ui/agent-form/agent-form-screen'

export const metadata: Metadata = { title: 'Agent settings' }

export default async function AgentSettingsPage({ params }: PageProps<'/agents/[agentId]/settings'>) {
  const { agentId } = await params
  return <AgentFormScreen agentId={decodeURIComponent(agentId)} />
}
