import type { Actor } from '@/domain/actor'
import { db } from '@/platform/db'

/** How an endpoint answers; `failingSince` is null while its last answer was 2xx, and before there was any. */
export type EndpointHealth = {
  endpointId: string
  /** The first attempt that failed after the last one that did not, ISO 8601. */
  failingSince: string | null
  /** Of the last attempt: HTTP status, null when there was no answer; `lastError` says why, or how the answer began. */
  lastHttpStatus: number | null
  lastError: string | null
}

/** So many deliveries of an endpoint are looked at, newest first: it may have failed for longer than they go back. */
const DELIVERIES_LOOKED_AT = 500

type Row = {
  endpointId: string
  failingSince: Date | null
  lastHttpStatus: number | null
  lastError: string | null
}

/** Whether each of the organization's endpoints takes what is sent to it, by its latest deliveries. */
export async function listEndpointHealth(actor: Actor): Promise<EndpointHealth[]> {
  const rows = await db().rows<Row>`
    SELECT endpoint.id AS "endpointId", failing.since AS "failingSince", last.http_status AS "lastHttpStatus",
      last.error AS "lastError"
    FROM webhook_endpoints endpoint
    CROSS JOIN LATERAL (
      SELECT array_agg(id) AS ids FROM (
        SELECT id FROM webhook_deliveries WHERE endpoint_id = endpoint.id
        ORDER BY created_at DESC LIMIT ${DELIVERIES_LOOKED_AT}) latest) delivery
    CROSS JOIN LATERAL (
      SELECT max(started_at) AS at FROM webhook_attempts
      WHERE delivery_id = ANY(delivery.ids) AND http_status BETWEEN 200 AND 299) taken
    CROSS JOIN LATERAL (
      SELECT min(started_at) AS since FROM webhook_attempts
      WHERE delivery_id = ANY(delivery.ids) AND http_status BETWEEN 200 AND 299 IS NOT TRUE
        AND started_at > coalesce(taken.at, '-infinity')) failing
    LEFT JOIN LATERAL (
      SELECT http_status, error FROM webhook_attempts WHERE delivery_id = ANY(delivery.ids)
      ORDER BY started_at DESC, id DESC LIMIT 1) last ON true
    WHERE endpoint.organization_id = ${actor.organizationId} AND endpoint.deleted_at IS NULL
    ORDER BY endpoint.created_at, endpoint.id`
  return rows.map(({ failingSince, ...row }) => ({ ...row, failingSince: failingSince?.toISOString() ?? null }))
}
