import { db } from '@/platform/db'

/** How many sequences of a batch exist. Its list has the accepted contacts that are not created yet as well. */
export function countSequences(batchId: string): Promise<number> {
  return db().sequence.count({ where: { batchId } })
}
