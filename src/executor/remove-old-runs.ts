import type { Database } from './database'
import { ulidFloor } from './ulid'

/**
 * How long an ended run is kept after it was created. Not less than a day: for that long its event id must not start
 * another run (protocol §3).
 */
export const RETENTION_MS = 24 * 60 * 60 * 1000
const CHUNK_SIZE = 1_000

/**
 * Removes runs that have ended and are older than the retention, with their steps, then the events that no run refers
 * to. Ids are ULIDs, so "older" is a range of the primary key. It works in chunks that hold their locks for a moment
 * only.
 *
 * @returns how many rows of runs and events are gone
 */
export async function removeOldRuns(database: Database, nowMs: number): Promise<number> {
  const before = ulidFloor(nowMs - RETENTION_MS)
  const runs = await removeInChunks(
    database,
    `DELETE FROM executor.runs WHERE id IN (
       SELECT id FROM executor.runs WHERE id < $1 AND status <> 'running' ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED
     ) RETURNING 1`,
    before,
  )
  const events = await removeInChunks(
    database,
    `DELETE FROM executor.events WHERE id IN (
       SELECT id FROM executor.events event
       WHERE id < $1 AND NOT EXISTS (SELECT FROM executor.runs run WHERE run.event_id = event.id)
         AND NOT EXISTS (SELECT FROM executor.batched_events batched WHERE batched.event_id = event.id)
       ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED
     ) RETURNING 1`,
    before,
  )
  return runs + events
}

async function removeInChunks(database: Database, sql: string, before: string): Promise<number> {
  for (let sum = 0; ; ) {
    const { length } = await database.query(sql, [before, CHUNK_SIZE])
    sum += length
    if (length < CHUNK_SIZE) return sum
  }
}
