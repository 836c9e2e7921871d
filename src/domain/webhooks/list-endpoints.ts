import type { Actor } from '@/domain/actor'
import { nowMs } from '@/platform/clock'
import { db } from '@/platform/db'

export type EndpointSummary = {
  endpointId: string
  url: string
  createdAt: string
  /** null: it gets results. */
  disabledAt: string | null
  disabledReason: string | null
  /** During a rotation: until when the secret of before signs too. */
  oldSecretUntil: string | null
}

/** The organization's endpoints, oldest first. Secrets are not among it. */
export async function listEndpoints(actor: Actor): Promise<EndpointSummary[]> {
  const rows = await db().webhookEndpoint.findMany({
    where: { organizationId: actor.organizationId, deletedAt: null },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  const now = nowMs()
  return rows.map((row) => summarizeEndpoint(row, now))
}

type Row = {
  id: string
  url: string
  createdAt: Date
  disabledAt: Date | null
  disabledReason: string | null
  oldSecretUntil: Date | null
}

/** What is told of an endpoint's row. */
export function summarizeEndpoint(row: Row, now: number): EndpointSummary {
  return {
    endpointId: row.id,
    url: row.url,
    createdAt: row.createdAt.toISOString(),
    disabledAt: row.disabledAt?.toISOString() ?? null,
    disabledReason: row.disabledReason,
    oldSecretUntil: row.oldSecretUntil && row.oldSecretUntil.getTime() > now ? row.oldSecretUntil.toISOString() : null,
  }
}
