import { transaction } from '@/platform/db'
import { publishEvents } from '@/platform/outbox'
import { requestDeliveries } from './insert-deliveries'

const ROWS_AT_ONCE = 500

/**
 * Releases the deliveries that waited for an endpoint that is enabled now, oldest first. It uses several transactions,
 * since there may be thousands; the reconciler releases what a crash leaves behind.
 *
 * @param endpointId UUID; without it, those of all endpoints
 * @returns how many
 */
export async function releaseHeldDeliveries(endpointId: string | null = null): Promise<number> {
  let released = 0
  for (;;) {
    const events = await transaction(async (tx) => {
      const rows = await tx.rows<{ id: string; endpointId: string }>`
        UPDATE webhook_deliveries SET held_at = NULL
        WHERE id IN (
          SELECT delivery.id FROM webhook_deliveries delivery
          JOIN webhook_endpoints endpoint ON endpoint.id = delivery.endpoint_id
          WHERE delivery.held_at IS NOT NULL AND endpoint.disabled_at IS NULL AND endpoint.deleted_at IS NULL
            AND (${endpointId}::uuid IS NULL OR delivery.endpoint_id = ${endpointId}::uuid)
          ORDER BY delivery.created_at LIMIT ${ROWS_AT_ONCE} FOR UPDATE OF delivery SKIP LOCKED)
        RETURNING id, endpoint_id AS "endpointId"`
      return requestDeliveries(tx, rows)
    })
    await publishEvents(events)
    released += events.length
    if (events.length < ROWS_AT_ONCE) return released
  }
}
