import { db } from '@/platform/db'
import { UPLOAD_KEPT_DAYS } from './suppression-limits.rules'

/** Of one statement, so that none holds its locks for long. */
const ENTRIES_PER_DELETE = 5_000
/** Of one sweep; the next one goes on. */
const ENTRIES_PER_SWEEP_MAX = 500_000

/**
 * Deletes entries that hold nobody back any more: of lists that were deleted, of generations that were replaced or never
 * came into force, and those that have ended. A list that was deleted goes with its last entry, and so does an upload that
 * was discarded. Uploads that nobody has continued for a week are discarded.
 *
 * Only the background calls this, so there is no actor.
 *
 * @returns how many it deleted
 */
export async function sweepSuppressions(): Promise<number> {
  await db().execute`
    UPDATE suppression_uploads SET status = 'cancelled', ended_at = now()
    WHERE status = 'staging' AND progressed_at < now() - make_interval(days => ${UPLOAD_KEPT_DAYS})`
  let swept = 0
  while (swept < ENTRIES_PER_SWEEP_MAX) {
    const gone = (await deleteReplaced()) + (await deleteDiscarded()) + (await deleteEnded())
    if (gone === 0) break
    swept += gone
  }
  await db().execute`
    DELETE FROM suppression_lists list WHERE deleted_at IS NOT NULL
      AND NOT EXISTS (SELECT FROM suppression_entries entry WHERE entry.list_id = list.id)`
  await db().execute`
    DELETE FROM suppression_uploads upload WHERE status <> 'staging' AND NOT EXISTS (
      SELECT FROM suppression_entries entry
      WHERE status = 'cancelled' AND entry.list_id = upload.list_id AND entry.generation = upload.generation)
      AND ended_at < now() - make_interval(days => ${UPLOAD_KEPT_DAYS})`
  return swept
}

function deleteReplaced(): Promise<number> {
  return db().execute`
    DELETE FROM suppression_entries USING (
      SELECT entry.organization_id, entry.phone_number, entry.list_id, entry.generation
      FROM suppression_lists list JOIN suppression_entries entry ON entry.list_id = list.id
        AND (list.deleted_at IS NOT NULL OR entry.generation < list.generation)
      LIMIT ${ENTRIES_PER_DELETE}
    ) gone
    WHERE suppression_entries.organization_id = gone.organization_id
      AND suppression_entries.phone_number = gone.phone_number AND suppression_entries.list_id = gone.list_id
      AND suppression_entries.generation = gone.generation`
}

function deleteDiscarded(): Promise<number> {
  return db().execute`
    DELETE FROM suppression_entries USING (
      SELECT entry.organization_id, entry.phone_number, entry.list_id, entry.generation
      FROM suppression_uploads upload JOIN suppression_entries entry ON entry.list_id = upload.list_id
        AND entry.generation = upload.generation
      WHERE upload.status = 'cancelled'
      LIMIT ${ENTRIES_PER_DELETE}
    ) gone
    WHERE suppression_entries.organization_id = gone.organization_id
      AND suppression_entries.phone_number = gone.phone_number AND suppression_entries.list_id = gone.list_id
      AND suppression_entries.generation = gone.generation`
}

async function deleteEnded(): Promise<number> {
  const [swept] = await db().rows<{ count: number }>`
    WITH gone AS (
      DELETE FROM suppression_entries USING (
        SELECT organization_id, phone_number, list_id, generation FROM suppression_entries
        WHERE until <= now() ORDER BY until LIMIT ${ENTRIES_PER_DELETE}
      ) ended
      WHERE suppression_entries.organization_id = ended.organization_id
        AND suppression_entries.phone_number = ended.phone_number AND suppression_entries.list_id = ended.list_id
        AND suppression_entries.generation = ended.generation AND suppression_entries.until <= now()
      RETURNING suppression_entries.list_id, suppression_entries.generation
    ), counted AS (
      UPDATE suppression_lists SET entries = entries - own.count FROM (
        SELECT list_id, generation, count(*)::int AS count FROM gone GROUP BY list_id, generation
      ) own
      WHERE suppression_lists.id = own.list_id AND suppression_lists.generation = own.generation
    )
    SELECT count(*)::int AS count FROM gone`
  return swept?.count ?? 0
}
