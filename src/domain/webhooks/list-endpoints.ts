import type { Actor } from '@/domain/actor'
import type { WebhookEventType } from '@/domain/webhook-events/webhook-event-types.rules'
import { nowMs } from '@/platform/clock'
import { db } from '@/platform/db'
import { IS_RECOVERABLE } from './recover-deliveries'
import { FAILED_COUNTED_MAX } from './webhook.rules'

export type EndpointSummary = {
  endpointId: string
  url: string
  /** What it is told of. */
  events: WebhookEventType[]
  createdAt: string
  /** Null for an enabled endpoint. */
  disabledAt: string | null
  disabledReason: string | null
  /** During a rotation, until when the old secret signs too. */
  oldSecretUntil: string | null
  /** How many deliveries wait until the endpoint is enabled. */
  waitingDeliveries: number
  /** How many deliveries failed in the last 7 days and were not sent again since; counted up to 1,000. */
  failedDeliveries: number
}

const FAILED_LATELY_DAYS = 7

/** Lists the organization's endpoints, oldest first, without their secrets. */
export async function listEndpoints(actor: Actor): Promise<EndpointSummary[]> {
  const rows = await db().webhookEndpoint.findMany({
    where: { organizationId: actor.organizationId, deletedAt: null },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  return summarizeEndpoints(actor, rows)
}

type Row = {
  id: string
  url: string
  events: string[]
  createdAt: Date
  disabledAt: Date | null
  disabledReason: string | null
  oldSecretUntil: Date | null
}

/** Describes rows of endpoints, in their order. */
export async function summarizeEndpoints(actor: Actor, rows: readonly Row[]): Promise<EndpointSummary[]> {
  const now = nowMs()
  const counts = await countTroubles(
    actor,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => ({
    endpointId: row.id,
    url: row.url,
    events: row.events as WebhookEventType[],
    createdAt: row.createdAt.toISOString(),
    disabledAt: row.disabledAt?.toISOString() ?? null,
    disabledReason: row.disabledReason,
    oldSecretUntil: row.oldSecretUntil && row.oldSecretUntil.getTime() > now ? row.oldSecretUntil.toISOString() : null,
    waitingDeliveries: counts.get(row.id)?.waiting ?? 0,
    failedDeliveries: counts.get(row.id)?.failed ?? 0,
  }))
}

type Troubles = { id: string; waiting: number; failed: number }

async function countTroubles(actor: Actor, ids: string[]): Promise<Map<string, Troubles>> {
  const rows = await db().rows<Troubles>`
    SELECT endpoint.id,
      (SELECT count(*)::int FROM webhook_deliveries delivery
        WHERE delivery.endpoint_id = endpoint.id AND delivery.held_at IS NOT NULL) AS waiting,
      (SELECT count(*)::int FROM (SELECT FROM webhook_deliveries delivery
        WHERE delivery.endpoint_id = endpoint.id
          AND delivery.ended_at > now() - make_interval(days => ${FAILED_LATELY_DAYS}::int) AND ${IS_RECOVERABLE}
        LIMIT ${FAILED_COUNTED_MAX}) counted) AS failed
    FROM webhook_endpoints endpoint
    WHERE endpoint.id = ANY(${ids}::uuid[]) AND endpoint.organization_id = ${actor.organizationId}`
  return new Map(rows.map((row) => [row.id, row]))
}
