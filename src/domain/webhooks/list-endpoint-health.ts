import type { Actor } from '@/domain/actor'
import { db } from '@/platform/db'

/** How an endpoint answers. `failingSince` is null while the last answer was 2xx, and before the first attempt. */
export type EndpointHealth = {
  endpointId: string
  /** The first failed attempt since the last successful one, ISO 8601. */
  failingSince: string | null
  /** When the endpoint last took a message, ISO 8601; null when it did not of late. */
  lastSuccessAt: string | null
  /** The attempts at the latest messages, and how many of them the endpoint did not take. */
  attempts: number
  failedAttempts: number
  /**
   * The HTTP status of the last attempt; null when there was no answer. `lastError` says why, or how the answer began.
   */
  lastHttpStatus: number | null
  lastError: string | null
}

/**
 * How many deliveries of an endpoint are looked at, newest first. An endpoint may have failed for longer than they
 * reach back.
 */
const DELIVERIES_LOOKED_AT = 500

type Row = {
  endpointId: string
  failingSince: Date | null
  lastSuccessAt: Date | null
  attempts: number
  failedAttempts: number
  lastHttpStatus: number | null
  lastError: string | null
}

/** Lists for each of the organization's endpoints whether it accepts deliveries, judged by the latest ones. */
export async function listEndpointHealth(actor: Actor): Promise<EndpointHealth[]> {
  const rows = await db().rows<Row>`
    SELECT endpoint.id AS "endpointId", failing.since AS "failingSince",
      taken.at AS "lastSuccessAt", taken.attempts, taken.failed AS "failedAttempts", last.http_status AS "lastHttpStatus",
      last.error AS "lastError"
    FROM webhook_endpoints endpoint
    CROSS JOIN LATERAL (
      SELECT array_agg(id) AS ids FROM (
        SELECT id FROM webhook_deliveries WHERE endpoint_id = endpoint.id
        ORDER BY created_at DESC LIMIT ${DELIVERIES_LOOKED_AT}) latest) delivery
    CROSS JOIN LATERAL (
      SELECT max(started_at) FILTER (WHERE http_status BETWEEN 200 AND 299) AS at, count(*)::int AS attempts,
        (count(*) FILTER (WHERE http_status BETWEEN 200 AND 299 IS NOT TRUE))::int AS failed
      FROM webhook_attempts WHERE delivery_id = ANY(delivery.ids)) taken
    CROSS JOIN LATERAL (
      SELECT min(started_at) AS since FROM webhook_attempts
      WHERE delivery_id = ANY(delivery.ids) AND http_status BETWEEN 200 AND 299 IS NOT TRUE
        AND started_at > coalesce(taken.at, '-infinity')) failing
    LEFT JOIN LATERAL (
      SELECT http_status, error FROM webhook_attempts WHERE delivery_id = ANY(delivery.ids)
      ORDER BY started_at DESC, id DESC LIMIT 1) last ON true
    WHERE endpoint.organization_id = ${actor.organizationId} AND endpoint.deleted_at IS NULL
    ORDER BY endpoint.created_at, endpoint.id`
  return rows.map(({ failingSince, lastSuccessAt, ...row }) => ({
    ...row,
    failingSince: failingSince?.toISOString() ?? null,
    lastSuccessAt: lastSuccessAt?.toISOString() ?? null,
  }))
}
