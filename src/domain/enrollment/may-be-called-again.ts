import { Prisma } from '@/platform/db'

/**
 * The condition on `contact`, `sequence` and `batch` for calling somebody again: the sequence has ended, also on the
 * phone, was in earnest, and was not called again yet. Whoever was erased has no number any more.
 */
export function mayBeCalledAgain(): Prisma.Sql {
  return Prisma.sql`
    sequence.ended_at IS NOT NULL AND contact.erased_at IS NULL AND NOT batch.test
    AND NOT EXISTS (SELECT FROM calls WHERE calls.sequence_id = contact.id AND call_is_under_way(calls.status))
    AND NOT EXISTS (SELECT FROM contacts again WHERE again.again_of = contact.id)`
}
