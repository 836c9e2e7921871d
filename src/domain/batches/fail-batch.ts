import { toStorable } from '@/domain/text/sanitize.rules'
import { db } from '@/platform/db'

const REASON_LENGTH_MAX = 500

/**
 * Marks a batch whose sequences could not be created or activated as failed. The console then shows the reason and
 * offers to try again, which creates no sequence twice. An active batch stays as it is.
 */
export async function failBatch(input: { batchId: string; reason: string }): Promise<void> {
  await db().batch.updateMany({
    where: { id: input.batchId, status: 'accepted' },
    data: { status: 'failed', failureReason: toStorable(input.reason, REASON_LENGTH_MAX) },
  })
}
