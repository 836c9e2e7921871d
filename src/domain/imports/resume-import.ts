import type { Actor } from '@/domain/actor'
import { importStaged } from '@/domain/events'
import { transaction } from '@/platform/db'
import { publishEventsSoon, recordEvent } from '@/platform/outbox'
import { lockImport } from './lock-import'

/**
 * Resumes an import that is paused or has failed, with its remaining batches.
 *
 * @returns how many rows go on; 0 for an import that is neither
 * @throws IMPORT_NOT_FOUND
 */
export async function resumeImport(actor: Actor, importId: string): Promise<{ affected: number }> {
  const { affected, events } = await transaction(async (tx) => {
    const { status, waiting } = await lockImport(tx, actor, importId)
    if (status !== 'paused' && status !== 'failed') return { affected: 0, events: [] }
    await tx.execute`
      UPDATE imports SET status = 'running', reason = NULL, reason_code = NULL, progressed_at = now()
      WHERE id = ${importId}::uuid`
    const event = importStaged.of({ importId })
    await recordEvent(tx, event)
    return { affected: waiting, events: [event] }
  })
  publishEventsSoon(events)
  return { affected }
}
