import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { importStaged } from '@/domain/events'
import { transaction } from '@/platform/db'
import { publishEventsSoon, recordEvent } from '@/platform/outbox'
import { auditedImport, lockImport } from './lock-import'

/**
 * Resumes an import that is paused or has failed, with its remaining batches.
 *
 * @returns how many rows go on; 0 for an import that is neither
 * @throws IMPORT_NOT_FOUND
 */
export async function resumeImport(actor: Actor, importId: string): Promise<{ affected: number }> {
  const { affected, events } = await transaction(async (tx) => {
    const locked = await lockImport(tx, actor, importId)
    const { status, waiting: affected } = locked
    if (status !== 'paused' && status !== 'failed') return { affected: 0, events: [] }
    await tx.execute`
      UPDATE imports SET status = 'running', reason = NULL, reason_code = NULL, progressed_at = now()
      WHERE id = ${importId}::uuid`
    const event = importStaged.of({ importId })
    await recordEvent(tx, event)
    await appendAuditEntry(tx, actor, {
      action: 'import.resumed',
      object: auditedImport(locked),
      details: { affected },
    })
    return { affected, events: [event] }
  })
  publishEventsSoon(events)
  return { affected }
}
