/** How many rows a chunk deletes: its locks are held for some milliseconds. */
export const ROWS_PER_CHUNK_MAX = 500

/**
 * Deletes what is old in chunks, each a transaction of its own, until a chunk is not full. What somebody has locked is
 * skipped and left to the next time, so neither waits for the other.
 *
 * @param remove deletes at most this many rows, chosen `FOR UPDATE SKIP LOCKED`, and returns how many it deleted
 * @returns how many rows were deleted
 */
export async function deleteInChunks(remove: (rowsMax: number) => Promise<number>): Promise<number> {
  for (let sum = 0; ; ) {
    const deleted = await remove(ROWS_PER_CHUNK_MAX)
    sum += deleted
    if (deleted < ROWS_PER_CHUNK_MAX) return sum
  }
}
