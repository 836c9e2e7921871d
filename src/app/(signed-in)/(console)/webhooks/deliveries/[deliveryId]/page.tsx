import type { Metadata } from 'next'
import { Prefetched } from '@/app/prefetched'
import { DeliveryScreen } from '@/ui/webhooks/delivery-screen'

export const metadata: Metadata = { title: 'Webhook delivery' }

export default async function DeliveryPage({ params }: PageProps<'/webhooks/deliveries/[deliveryId]'>) {
  const { deliveryId } = await params
  return (
    <Prefetched
      queries={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.webhooks.deliveries.get.queryOptions({ deliveryId })),
      ]}
    >
      <DeliveryScreen deliveryId={deliveryId} />
    </Prefetched>
  )
}
