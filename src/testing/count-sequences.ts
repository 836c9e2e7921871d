import { db } from '@/platform/db'

/**
 * Counts the sequences of a batch that exist. The batch's public list also has accepted contacts whose sequences are
 * not created yet.
 */
export function countSequences(batchId: string): Promise<number> {
  return db().sequence.count({ where: { batchId } })
}
