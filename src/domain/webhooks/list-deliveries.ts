import type { Actor } from '@/domain/actor'
import { isUuid, parsePublicId, toPublicId } from '@/domain/ids'
import { CURSOR_OF_TIME_AND_ID, type CursorScope, decodeCursor, encodeCursor } from '@/domain/page-cursor'
import { db, type Prisma } from '@/platform/db'
import { waitsForEndpoint } from './waits-for-endpoint.rules'
import type { DeliveryListQuery, DeliveryStatus } from './webhook.schema'

export type DeliverySummary = {
  deliveryId: string
  endpointId: string
  url: string
  /** What the message tells of: call.ended, another type that the endpoint wants, or endpoint.test */
  type: string
  /** Public id of the call whose result it is; null for any other type. */
  callId: string | null
  /** The contact who was called, and the public id of the sequence; null for any other type. */
  contactName: string | null
  sequenceId: string | null
  status: DeliveryStatus
  /** True for a pending delivery that waits until its endpoint is enabled. */
  waitsForEndpoint: boolean
  /** The delivery that this one repeats, by an operator's hand. */
  replayOf: string | null
  createdAt: string
  endedAt: string | null
  attempts: number
  /** The HTTP status of the last attempt; null when there was no answer, or no attempt yet. */
  lastHttpStatus: number | null
  lastError: string | null
}

type Called = Pick<DeliverySummary, 'contactName' | 'sequenceId'>

const NOBODY_CALLED: Called = { contactName: null, sequenceId: null }

/**
 * Lists the organization's deliveries, newest first.
 *
 * @throws VALIDATION_ERROR for a cursor of another list
 */
export async function listDeliveries(
  actor: Actor,
  query: DeliveryListQuery,
): Promise<{ deliveries: DeliverySummary[]; nextCursor: string | null }> {
  const { endpointId, status } = query
  const scope: CursorScope = ['deliveries', actor.organizationId, endpointId, query.callId, status]
  const callId = query.callId === undefined ? undefined : parsePublicId('call', query.callId)
  if (callId === null || (endpointId !== undefined && !isUuid(endpointId))) return { deliveries: [], nextCursor: null }
  const where: Prisma.WebhookDeliveryWhereInput[] = [
    { organizationId: actor.organizationId, endpointId, status, callId },
  ]
  if (query.cursor !== undefined) {
    const [ms, id] = decodeCursor(scope, query.cursor, CURSOR_OF_TIME_AND_ID)
    const createdAt = new Date(Number(ms))
    where.push({ OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id as string } }] })
  }
  const rows = await db().webhookDelivery.findMany({
    where: { AND: where },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: query.limit + 1,
    // Not the payload: it can hold a transcription.
    omit: { payload: true },
    include: {
      endpoint: { select: { url: true, disabledAt: true, deletedAt: true } },
      // Few, and so they are counted here: Prisma's `_count` would count those of every delivery there is.
      attempts: { orderBy: { number: 'desc' }, select: { httpStatus: true, error: true } },
    },
  })
  const page = rows.slice(0, query.limit)
  const called = await findCalled(
    actor,
    page.flatMap((row) => row.callId ?? []),
  )
  const last = rows.length > query.limit ? page.at(-1) : undefined
  return {
    deliveries: page.map((row) => ({
      deliveryId: row.id,
      endpointId: row.endpointId,
      url: row.endpoint.url,
      type: row.type,
      callId: row.callId && toPublicId('call', row.callId),
      ...((row.callId && called.get(row.callId)) || NOBODY_CALLED),
      status: row.status as DeliveryStatus,
      waitsForEndpoint: waitsForEndpoint(row.status as DeliveryStatus, row.endpoint),
      replayOf: row.replayOf,
      createdAt: row.createdAt.toISOString(),
      endedAt: row.endedAt?.toISOString() ?? null,
      attempts: row.attempts.length,
      lastHttpStatus: row.attempts[0]?.httpStatus ?? null,
      lastError: row.attempts[0]?.error ?? null,
    })),
    nextCursor: last ? encodeCursor(scope, last.createdAt.getTime(), last.id) : null,
  }
}

/** Finds who was called, by the UUID of the call. A call is kept as long as its deliveries. */
async function findCalled(actor: Actor, callIds: string[]): Promise<Map<string, Called>> {
  const calls = await db().call.findMany({
    where: { id: { in: callIds }, organizationId: actor.organizationId },
    select: { id: true, sequenceId: true, sequence: { select: { contact: { select: { name: true } } } } },
  })
  return new Map(
    calls.map(({ id, sequenceId, sequence }) => [
      id,
      { contactName: sequence.contact.name, sequenceId: toPublicId('sequence', sequenceId) },
    ]),
  )
}
