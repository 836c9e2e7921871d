import { newId } from '@/domain/ids'
import type { RecordedEventType } from '@/domain/webhook-events/webhook-event-types.rules'
import { type Tx, transaction } from '@/platform/db'
import { publishEvents } from '@/platform/outbox'
import { requestDeliveries } from './insert-deliveries'
import { EVENT_LOADERS, type LoadedEvent } from './load-webhook-events'

/**
 * Makes the deliveries of what has happened, one for each endpoint that wants it, many in one transaction. Running it
 * again makes none twice: an endpoint is told of a subject once by each type. What an endpoint's own failure has
 * brought about is told to the others alone.
 *
 * @param input.events of a type that this release does not know are left out
 */
export async function tellEndpoints(input: {
  events: readonly { type: string; subjectId: string }[]
}): Promise<{ deliveries: number }> {
  const events = await transaction(async (tx) => {
    const loaded: LoadedEvent[] = []
    for (const [type, ids] of byType(input.events)) loaded.push(...(await EVENT_LOADERS[type](tx, ids)))
    return insert(tx, loaded)
  })
  await publishEvents(events)
  return { deliveries: events.length }
}

function byType(events: readonly { type: string; subjectId: string }[]): Map<RecordedEventType, string[]> {
  const ids = new Map<RecordedEventType, string[]>()
  for (const { type, subjectId } of events) {
    if (!isKnown(type)) continue
    ids.set(type, [...(ids.get(type) ?? []), subjectId])
  }
  return ids
}

function isKnown(type: string): type is RecordedEventType {
  return Object.hasOwn(EVENT_LOADERS, type)
}

async function insert(tx: Tx, loaded: readonly LoadedEvent[]) {
  if (loaded.length === 0) return []
  const rows = loaded.map(({ subjectId, organizationId, payload }) => ({
    subjectId,
    organizationId,
    type: payload.type,
    payload: JSON.stringify(payload),
  }))
  const pairs = await tx.rows<{ endpointId: string; at: number }>`
    SELECT endpoint.id AS "endpointId", coalesce(event.at, 0)::int AS at
    FROM json_to_recordset(${JSON.stringify(rows.map((row, at) => ({ ...row, payload: undefined, at })))}::json)
      AS event(at int, "subjectId" uuid, "organizationId" text, type text)
    JOIN webhook_endpoints endpoint ON endpoint.organization_id = event."organizationId"
      AND endpoint.deleted_at IS NULL AND event.type = ANY(endpoint.events) AND endpoint.id <> event."subjectId"
    ORDER BY event.at, endpoint.created_at, endpoint.id`
  const deliveries = pairs.map(({ endpointId, at }) => ({ id: newId(), endpointId, ...rows[at] }))
  if (deliveries.length === 0) return []
  const inserted = await tx.rows<{ id: string; endpointId: string }>`
    INSERT INTO webhook_deliveries (id, organization_id, endpoint_id, type, subject_id, payload)
    SELECT id, "organizationId", "endpointId", type, "subjectId", payload
    FROM json_to_recordset(${JSON.stringify(deliveries)}::json)
      AS delivery(id uuid, "organizationId" text, "endpointId" uuid, type text, "subjectId" uuid, payload text)
    ON CONFLICT DO NOTHING
    RETURNING id, endpoint_id AS "endpointId"`
  return requestDeliveries(tx, inserted)
}
