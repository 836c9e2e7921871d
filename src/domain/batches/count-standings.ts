import type { Actor } from '@/domain/actor'
import { SEQUENCE_RESULTS, type SequenceResult } from '@/domain/sequences/sequence-result.rules'
import { db } from '@/platform/db'

/** How many contacts have which result. Each contact counts once. */
export type BatchStanding = Record<SequenceResult, number>

/**
 * Counts the contacts of a batch by their result. The counts add up to `accepted`: a contact without a sequence counts
 * as open.
 */
export async function countStandings(actor: Actor, batch: { id: string; accepted: number }): Promise<BatchStanding> {
  const rows = await db().rows<{ result: SequenceResult; contacts: number }>`
    SELECT sequence_result(status, best_result, last_result_type) AS result, count(*)::int AS contacts
    FROM sequences WHERE batch_id = ${batch.id}::uuid AND organization_id = ${actor.organizationId}
    GROUP BY 1`
  const standing = Object.fromEntries(SEQUENCE_RESULTS.map((name) => [name, 0])) as BatchStanding
  for (const row of rows) standing[row.result] = row.contacts
  const counted = rows.reduce((sum, { contacts }) => sum + contacts, 0)
  standing.open += Math.max(0, batch.accepted - counted)
  return standing
}
