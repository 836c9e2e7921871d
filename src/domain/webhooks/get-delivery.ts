import type { Actor } from '@/domain/actor'
import { RollcallError } from '@/domain/errors'
import { isUuid, toPublicId } from '@/domain/ids'
import { db } from '@/platform/db'
import { waitsForEndpoint } from './waits-for-endpoint.rules'
import type { DeliveryStatus } from './webhook.schema'

export type DeliveryDetail = {
  deliveryId: string
  endpointId: string
  url: string
  /** Why nothing is sent to the endpoint now; null when deliveries are sent. */
  endpointDisabledReason: string | null
  /** What the message tells of: call.ended, another type that the endpoint wants, or endpoint.test */
  type: string
  /** Public id of the call whose result it is; null for any other type. */
  callId: string | null
  status: DeliveryStatus
  /** True for a pending delivery that waits until its endpoint is enabled. */
  waitsForEndpoint: boolean
  replayOf: string | null
  createdAt: string
  endedAt: string | null
  /** The JSON text that is sent. */
  payload: string
  /**
   * The attempts in order. `httpStatus` is null when there was no answer. `error` says why, or how the answer began.
   */
  attempts: {
    number: number
    startedAt: string
    durationMs: number
    httpStatus: number | null
    error: string | null
  }[]
}

/**
 * Returns a delivery with its attempts.
 *
 * @throws DELIVERY_NOT_FOUND
 */
export async function getDelivery(actor: Actor, deliveryId: string): Promise<DeliveryDetail> {
  const { endpoint, attempts, ...row } = await findDelivery(actor, deliveryId)
  return {
    deliveryId: row.id,
    endpointId: row.endpointId,
    url: endpoint.url,
    endpointDisabledReason: endpoint.deletedAt ? 'The endpoint was deleted.' : endpoint.disabledReason,
    type: row.type,
    callId: row.callId && toPublicId('call', row.callId),
    status: row.status as DeliveryStatus,
    waitsForEndpoint: waitsForEndpoint(row.status as DeliveryStatus, endpoint),
    replayOf: row.replayOf,
    createdAt: row.createdAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    payload: row.payload,
    attempts: attempts.map(({ number, startedAt, durationMs, httpStatus, error }) => ({
      number,
      startedAt: startedAt.toISOString(),
      durationMs,
      httpStatus,
      error,
    })),
  }
}

/**
 * Returns the row of a delivery, with its endpoint and attempts.
 *
 * @throws DELIVERY_NOT_FOUND for a delivery that does not exist in this organization
 */
export async function findDelivery(actor: Actor, deliveryId: string) {
  const delivery = isUuid(deliveryId)
    ? await db().webhookDelivery.findFirst({
        where: { id: deliveryId, organizationId: actor.organizationId },
        include: { endpoint: true, attempts: { orderBy: { number: 'asc' } } },
      })
    : null
  if (!delivery)
    throw new RollcallError('DELIVERY_NOT_FOUND', 'There is no such webhook delivery in your organization.')
  return delivery
}
