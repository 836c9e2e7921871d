import type { Actor } from '@/domain/actor'
import { db } from '@/platform/db'
import type { Sql } from '@/platform/sql'
import type { Retention } from './retention.rules'

/** Returns for how many days the actor's organization keeps what it does not keep for good. */
export function getRetention(actor: Actor): Promise<Retention> {
  return readRetention(db(), actor)
}

/** Reads it as part of something else. */
export async function readRetention(on: Sql, { organizationId }: Actor): Promise<Retention> {
  const [retention] = await on.rows<Retention>`
    SELECT transcript_days AS transcripts, rejected_row_days AS "rejectedRows", delivery_days AS deliveries,
      decision_days AS decisions
    FROM organizations WHERE id = ${organizationId}`
  if (!retention) throw new Error(`The organization ${organizationId} is gone.`)
  return retention
}
