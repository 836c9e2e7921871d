import { db } from '@/platform/db'

/** Ends a delivery that the engine has given up: the log says so, and it can be replayed. An ended one stays as it is. */
export async function failDelivery(input: { deliveryId: string }): Promise<void> {
  await db().$executeRaw`
    UPDATE webhook_deliveries SET status = 'failed', ended_at = now()
    WHERE id = ${input.deliveryId}::uuid AND status = 'pending'`
}
