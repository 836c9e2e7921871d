import { firstIdAt } from '@/domain/ids'
import { nowMs } from '@/platform/clock'
import { db } from '@/platform/db'
import { deleteInChunks } from '@/platform/delete-in-chunks'

const KEPT_DAYS = 30
/** A key that sends without a pause would fill the disk in 30 days; what came before this many is of no use to anybody. */
const KEPT_PER_KEY_MAX = 100_000

/**
 * Deletes logged requests that are older than 30 days, or older than the last 100,000 of their key.
 *
 * @returns how many
 */
export function removeOldRequests(keptPerKeyMax = KEPT_PER_KEY_MAX): Promise<number> {
  const oldest = firstIdAt(nowMs() - KEPT_DAYS * 86_400_000)
  return deleteInChunks((rowsMax) => {
    // Key by key, each a look into the index: the log itself is never read as a whole.
    return db().execute`
      DELETE FROM request_log WHERE (api_key_id, id) IN (
        SELECT old.api_key_id, old.id FROM api_keys key
        CROSS JOIN LATERAL (
          SELECT greatest(${oldest}::uuid, (
            SELECT id FROM request_log newer WHERE newer.api_key_id = key.id
            ORDER BY id DESC OFFSET ${keptPerKeyMax - 1} LIMIT 1)) AS id
        ) first
        CROSS JOIN LATERAL (
          SELECT api_key_id, id FROM request_log
          WHERE request_log.api_key_id = key.id AND request_log.id < first.id
          ORDER BY id LIMIT ${rowsMax} FOR UPDATE SKIP LOCKED
        ) old
        LIMIT ${rowsMax})`
  })
}
