import { toStorable } from '@/domain/text/sanitize.rules'
import { db } from '@/platform/db'

const REASON_LENGTH_MAX = 500

/**
 * Marks a running import as failed, after the engine has given up on it. The console shows the reason and offers to try
 * again.
 */
export async function failImport(input: { importId: string; reason: string }): Promise<void> {
  await db().import.updateMany({
    where: { id: input.importId, status: 'running' },
    data: {
      status: 'failed',
      reason: toStorable(input.reason, REASON_LENGTH_MAX),
      reasonCode: 'INTERNAL_ERROR',
      progressedAt: new Date(),
    },
  })
}
