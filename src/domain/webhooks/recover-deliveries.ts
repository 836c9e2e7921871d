import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import { parseRequest } from '@/domain/parse-request'
import { Prisma, transaction } from '@/platform/db'
import { publishEvents } from '@/platform/outbox'
import { auditedEndpoint, findEndpoint } from './find-endpoint'
import { insertReplays } from './insert-deliveries'
import { RECOVERED_MAX, type RecoverDeliveriesInput, recoverDeliveriesSchema } from './webhook.schema'

/**
 * The SQL condition for a `delivery` that can be recovered, of a call or of another subject. It failed, and no other delivery of the same payload to the
 * same endpoint was successful, is pending, or failed later (a later one stands for it).
 */
export const IS_RECOVERABLE = Prisma.sql`delivery.status = 'failed' AND NOT EXISTS (
  SELECT 1 FROM webhook_deliveries other
  WHERE other.call_id = delivery.call_id AND other.endpoint_id = delivery.endpoint_id AND other.id <> delivery.id
    AND (other.status <> 'failed' OR other.id > delivery.id) AND other.payload = delivery.payload)
  AND NOT EXISTS (
  SELECT 1 FROM webhook_deliveries other
  WHERE other.subject_id = delivery.subject_id AND other.endpoint_id = delivery.endpoint_id AND other.id <> delivery.id
    AND (other.status <> 'failed' OR other.id > delivery.id) AND other.payload = delivery.payload)`

/**
 * Sends again what has failed at an endpoint since a moment, oldest first, each as a new delivery with its own
 * `webhook-id`. Asked twice, or by two people at once, it leaves alone what is already on its way.
 *
 * @throws ENDPOINT_NOT_FOUND, VALIDATION_ERROR, CONFLICT when the endpoint is disabled
 * @returns how many are sent, at most 1,000, and whether there are more
 */
export async function recoverDeliveries(
  actor: Actor,
  endpointId: string,
  input: RecoverDeliveriesInput,
): Promise<{ recovered: number; more: boolean }> {
  const { since } = parseRequest(recoverDeliveriesSchema, input)
  const found = await findEndpoint(actor, endpointId)
  const { id } = found
  const { events, more } = await transaction(async (tx) => {
    // Locked, so that of two at once the second sees what the first has made.
    const [endpoint] = await tx.rows<{ enabled: boolean }>`
      SELECT disabled_at IS NULL AND deleted_at IS NULL AS enabled FROM webhook_endpoints
      WHERE id = ${id}::uuid AND organization_id = ${actor.organizationId} FOR NO KEY UPDATE`
    if (!endpoint?.enabled) throw new RollcallError('CONFLICT', 'This endpoint is disabled. Enable it first.')
    const failed = await tx.rows<{ id: string; endpointId: string }>`
      SELECT delivery.id, delivery.endpoint_id AS "endpointId" FROM webhook_deliveries delivery
      WHERE delivery.endpoint_id = ${id}::uuid AND delivery.organization_id = ${actor.organizationId}
        AND delivery.ended_at >= ${since}::timestamptz AND ${IS_RECOVERABLE}
      ORDER BY delivery.ended_at, delivery.id
      LIMIT ${RECOVERED_MAX + 1}`
    const { events } = await insertReplays(tx, actor, failed.slice(0, RECOVERED_MAX))
    if (events.length > 0) {
      const details = { since, recovered: events.length }
      await appendAuditEntry(tx, actor, { action: 'endpoint.recovered', object: auditedEndpoint(found), details })
    }
    return { events, more: failed.length > RECOVERED_MAX }
  })
  await publishEvents(events)
  return { recovered: events.length, more }
}
