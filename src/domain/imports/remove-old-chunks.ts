import { db } from '@/platform/db'
import { deleteInChunks } from '@/platform/delete-in-chunks'
import { CHUNKS_KEPT_DAYS } from './import.schema'

/**
 * Deletes the chunks of imports that ended 30 days ago. Their rows went with the outcome of their batch; what is left
 * tells a browser that comes back which chunks have arrived, and no browser comes back to an import that has ended so
 * long ago. The import, its batches and its rejected rows stay: they are its page and its download.
 *
 * @returns how many chunks were deleted
 */
export function removeOldChunks(): Promise<number> {
  return deleteInChunks(
    (rowsMax) => db().execute`
      DELETE FROM import_chunks WHERE (import_id, number) IN (
        SELECT chunk.import_id, chunk.number FROM import_chunks chunk
        JOIN imports imported ON imported.id = chunk.import_id
        WHERE imported.ended_at < now() - make_interval(days => ${CHUNKS_KEPT_DAYS})
        LIMIT ${rowsMax} FOR UPDATE OF chunk SKIP LOCKED)`,
  )
}
