import { db } from '@/platform/db'
import { deleteInChunks } from '@/platform/delete-in-chunks'
import type { AttemptLimit } from './attempt-limit.rules'
import { stillUsed } from './still-used'

export type TakenAttempt = {
  /** A refused attempt is not counted. */
  passed: boolean
  /** How many attempts are used up, including this one if it passed. */
  used: number
  /** Null when the attempt passed, else the whole seconds until one would pass. */
  retryAfterSeconds: number | null
}

/**
 * Counts an attempt before it is made. The count is kept in the database and by the database's clock, so the limit
 * holds for several app instances and for a thousand attempts at the same moment. Used attempts come back with time;
 * `giveBackAttempt` gives back one that was good.
 *
 * @param subject what is limited and for whom, such as `sign-in-address:203.0.113.7`
 */
export async function takeAttempt(subject: string, limit: AttemptLimit): Promise<TakenAttempt> {
  const { attemptsMax, secondsPerAttempt } = limit
  const [row] = await db().rows<{ taken: number | null; before: number | null }>`
    WITH taken AS (
      INSERT INTO attempt_buckets AS bucket (subject, used, updated_at)
      VALUES (${subject}, 1, clock_timestamp())
      ON CONFLICT (subject) DO UPDATE SET
        used = ${stillUsed(limit)} + 1,
        updated_at = clock_timestamp()
      WHERE ${stillUsed(limit)} + 1 <= ${attemptsMax}::float8
      RETURNING used
    )
    SELECT taken.used AS taken, (
      SELECT ${stillUsed(limit)} FROM attempt_buckets bucket WHERE bucket.subject = ${subject}) AS before
    FROM (SELECT) one LEFT JOIN taken ON true`
  if (row?.taken != null) return { passed: true, used: row.taken, retryAfterSeconds: null }
  const used = row?.before ?? attemptsMax
  const seconds = Math.ceil((used + 1 - attemptsMax) * secondsPerAttempt)
  return { passed: false, used, retryAfterSeconds: Math.max(1, seconds) }
}

/** Gives back an attempt that turned out to be good, so that it does not count. */
export async function giveBackAttempt(subject: string): Promise<void> {
  await db().execute`UPDATE attempt_buckets SET used = greatest(0, used - 1) WHERE subject = ${subject}`
}

const KEPT_HOURS = 24

/**
 * Deletes counters that nobody has used for 24 hours, since such a counter is empty again or nearly so. Strangers
 * choose the subjects, so the table would grow without end.
 *
 * @returns how many were deleted
 */
export function removeOldAttempts(): Promise<number> {
  return deleteInChunks(
    (rowsMax) => db().execute`
      DELETE FROM attempt_buckets WHERE subject IN (
        SELECT subject FROM attempt_buckets WHERE updated_at < now() - make_interval(hours => ${KEPT_HOURS}::int)
        ORDER BY updated_at LIMIT ${rowsMax} FOR UPDATE SKIP LOCKED)`,
  )
}
