import { toStorable } from '@/domain/text/sanitize.rules'
import { db } from '@/platform/db'

const REASON_LENGTH_MAX = 500

/**
 * Marks a batch that could not be created or activated: the console shows the reason and offers to try again, which makes
 * nobody twice. A batch that is active stays as it is.
 */
export async function failBatch(input: { batchId: string; reason: string }): Promise<void> {
  await db().batch.updateMany({
    where: { id: input.batchId, status: 'accepted' },
    data: { status: 'failed', failureReason: toStorable(input.reason, REASON_LENGTH_MAX) },
  })
}
