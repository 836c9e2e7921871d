import type { Metadata } from 'next'
import { DeliveryScreen } from '@/ui/webhooks/delivery-screen'

export const metadata: Metadata = { title: 'Webhook delivery' }

export default async function DeliveryPage({ params }: PageProps<'/webhooks/deliveries/[deliveryId]'>) {
  const { deliveryId } = await params
  return <DeliveryScreen deliveryId={deliveryId} />
}
