import type { Actor } from '@/domain/actor'
import { db } from '@/platform/db'

/** As many are sorted for a page sooner than their order is read from an index. */
const RARE_MAX = 1_000

/** The calls with an outcome, and the sequences that they belong to: UUIDs, in no order. */
export type RareOutcome = { calls: string[]; sequences: string[] }

/**
 * Finds the calls of an organization with an outcome that few have, or none.
 *
 * The index tells all of them at once, and has no order: of an outcome that many have it costs more than going through the
 * calls until a page is full. So that is to be tried first, for a little while.
 *
 * @returns null when many have it
 */
export async function findRareOutcome({ organizationId }: Actor, outcome: string): Promise<RareOutcome | null> {
  const rows = await db().rows<{ id: string; sequenceId: string }>`
    SELECT id, sequence_id AS "sequenceId" FROM calls
    WHERE outcome_keys(organization_id, result) @> ARRAY[${`${organizationId} ${outcome}`}::text]
      AND result -> 'outcomes' <> '[]'
    LIMIT ${RARE_MAX + 1}`
  if (rows.length > RARE_MAX) return null
  return { calls: rows.map(({ id }) => id), sequences: [...new Set(rows.map(({ sequenceId }) => sequenceId))] }
}
