import { newId } from '@/domain/ids'
import type { SqlTx } from '@/platform/db'
import { type OutboxEvent, recordEvents } from '@/platform/outbox'
import { DELIVERY_REQUESTED } from './webhooks.events'

/** `payload` is the text that is signed and sent, byte for byte, however often and late. */
type NewDelivery = {
  organizationId: string
  callId: string
  endpointId: string
  payload: string
  replayOf: string | null
}

/**
 * Writes deliveries and the event of each, in the transaction of what they tell of.
 *
 * @returns the events, to publish after the commit, and the ids in the order given
 */
export async function insertDeliveries(
  tx: SqlTx,
  deliveries: readonly NewDelivery[],
): Promise<{ ids: string[]; events: OutboxEvent[] }> {
  if (deliveries.length === 0) return { ids: [], events: [] }
  const rows = deliveries.map((delivery) => ({ ...delivery, id: newId() }))
  const events = rows.map(({ id, endpointId }) => {
    return { id: newId(), name: DELIVERY_REQUESTED, data: { deliveryId: id, endpointId } }
  })
  await tx.$executeRaw`
    INSERT INTO webhook_deliveries (id, organization_id, endpoint_id, call_id, payload, replay_of)
    SELECT id, "organizationId", "endpointId", "callId", payload, "replayOf"
    FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS delivery(id uuid, "organizationId" text, "endpointId" uuid, "callId" uuid, payload text, "replayOf" uuid)`
  await recordEvents(tx, events)
  return { ids: rows.map(({ id }) => id), events }
}
