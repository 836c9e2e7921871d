import type { Metadata } from 'next'
import { TestCallScreen } from '@/ui/agent/test-call-screen'

export const metadata: Metadata = { title: 'Test call' }

export default async function TestCallPage({ params }: PageProps<'/agents/[agentId]/test'>) {
  const { agentId } = await params
  return <TestCallScreen agentId={decodeURIComponent(agentId)} />
}
