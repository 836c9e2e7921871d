import { db } from '@/platform/db'

/** Counts the statements that wait for a lock, on a row or an advisory one, in the database of the test file. */
export async function countLockWaits(): Promise<number> {
  const [row] = await db().rows<{ waits: number }>`
    SELECT count(*)::int AS waits FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`
  return row?.waits ?? 0
}
