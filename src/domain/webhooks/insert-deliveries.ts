import type { Actor } from '@/domain/actor'
import { deliveryRequested } from '@/domain/events'
import { newId } from '@/domain/ids'
import type { Tx } from '@/platform/db'
import type { DomainEvent } from '@/platform/define-event'
import { recordEvents } from '@/platform/outbox'

/**
 * The delivery of a call's result. `payload` is the text that is signed and sent, byte for byte the same in every attempt.
 * `requestId` is the request from which the call follows.
 */
type NewDelivery = {
  organizationId: string
  callId: string
  requestId: string | null
  endpointId: string
  payload: string
}

/**
 * Inserts deliveries and records an event for each, in the transaction of the facts that they report.
 *
 * @returns the events, to publish after the commit
 */
export async function insertDeliveries(tx: Tx, deliveries: readonly NewDelivery[]): Promise<DomainEvent[]> {
  if (deliveries.length === 0) return []
  const rows = deliveries.map((delivery) => ({ ...delivery, id: newId() }))
  const inserted = rows.map(({ requestId: _, ...row }) => row)
  await tx.execute`
    INSERT INTO webhook_deliveries (id, organization_id, endpoint_id, call_id, payload)
    SELECT id, "organizationId", "endpointId", "callId", payload
    FROM json_to_recordset(${JSON.stringify(inserted)}::json)
      AS delivery(id uuid, "organizationId" text, "endpointId" uuid, "callId" uuid, payload text)`
  return requestDeliveries(tx, rows)
}

/**
 * Inserts each delivery once more, with the same payload under a new id, since receivers drop ids that they have seen.
 * The payloads are copied within the database: a thousand of them with transcriptions would be too large to load.
 *
 * @returns the new ids in the order given, and the events, to publish after the commit
 */
export async function insertReplays(
  tx: Tx,
  actor: Actor,
  deliveries: readonly { id: string; endpointId: string }[],
): Promise<{ ids: string[]; events: DomainEvent[] }> {
  const rows = deliveries.map(({ id, endpointId }) => ({ id: newId(), endpointId, replayOf: id }))
  await tx.execute`
    INSERT INTO webhook_deliveries (id, organization_id, endpoint_id, type, call_id, subject_id, payload, replay_of)
    SELECT replay.id, delivery.organization_id, delivery.endpoint_id, delivery.type, delivery.call_id,
      delivery.subject_id, delivery.payload, delivery.id
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS replay(id uuid, "replayOf" uuid)
    JOIN webhook_deliveries delivery ON delivery.id = replay."replayOf"
      AND delivery.organization_id = ${actor.organizationId}`
  return { ids: rows.map(({ id }) => id), events: await requestDeliveries(tx, rows) }
}

/**
 * Records events for deliveries that exist, so that the engine works on them.
 *
 * @returns the events, to publish after the commit
 */
export async function requestDeliveries(
  tx: Tx,
  deliveries: readonly { id: string; endpointId: string; requestId?: string | null }[],
): Promise<DomainEvent[]> {
  const events = deliveries.map(({ id, endpointId, requestId }) => {
    return deliveryRequested.of({ deliveryId: id, endpointId }, { requestId })
  })
  await recordEvents(tx, events)
  return events
}
