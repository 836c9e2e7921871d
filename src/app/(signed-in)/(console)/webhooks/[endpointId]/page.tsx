import type { Metadata } from 'next'
import { EndpointScreen } from '@/ui/webhooks/endpoint-screen'

export const metadata: Metadata = { title: 'Webhook endpoint' }

export default async function EndpointPage({ params }: PageProps<'/webhooks/[endpointId]'>) {
  const { endpointId } = await params
  return <EndpointScreen endpointId={endpointId} />
}
