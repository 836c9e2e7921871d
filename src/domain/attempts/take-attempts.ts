import type { Tx } from '@/platform/db'
import type { AttemptLimit } from './attempt-limit.rules'
import { stillUsed } from './still-used'

/**
 * Counts many attempts before they are made, as `takeAttempt` counts one. Those of a subject pass together or not at all.
 *
 * @param wanted how many attempts each subject wants, each subject once; never more than `attemptsMax`
 * @returns the subjects whose attempts passed; those of the others are not counted
 */
export async function takeAttempts(
  tx: Tx,
  wanted: ReadonlyMap<string, number>,
  limit: AttemptLimit,
): Promise<Set<string>> {
  const rows = [...wanted].map(([subject, count]) => ({ subject, count }))
  // In one order, since whoever takes them in another one would wait for this one while this one waits.
  const passed = await tx.rows<{ subject: string }>`
    INSERT INTO attempt_buckets AS bucket (subject, used, updated_at)
    SELECT subject, count, clock_timestamp() FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS wanted(subject text, count float8)
    ORDER BY subject
    ON CONFLICT (subject) DO UPDATE SET
      used = ${stillUsed(limit)} + EXCLUDED.used,
      updated_at = clock_timestamp()
    WHERE ${stillUsed(limit)} + EXCLUDED.used <= ${limit.attemptsMax}::float8
    RETURNING subject`
  return new Set(passed.map(({ subject }) => subject))
}
