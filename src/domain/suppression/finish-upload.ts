import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import { parseRequest } from '@/domain/parse-request'
import { transaction } from '@/platform/db'
import { auditedList } from './audited-list.rules'
import { assertArrived, lockUpload } from './lock-upload'
import { byUploadSchema } from './upload.schema'

/**
 * Ends an upload that has added its numbers. Asked again, it answers the same.
 *
 * @returns how many of the numbers were not on the list before
 * @throws NOT_FOUND; CONFLICT when chunks are missing, it was discarded, or it is one that replaces (`replaceList`)
 */
export async function finishUpload(actor: Actor, input: { uploadId: string }): Promise<{ added: number }> {
  const { uploadId } = parseRequest(byUploadSchema, input)
  return transaction(async (tx) => {
    const upload = await lockUpload(tx, actor, uploadId)
    const { status, mode, added, invalid, fileName } = upload
    if (mode !== 'add') throw new RollcallError('CONFLICT', 'This upload replaces the list.')
    assertArrived(upload)
    if (status === 'done') return { added }
    await tx.execute`
      UPDATE suppression_uploads SET status = 'done', ended_at = now()
      WHERE id = ${uploadId}::uuid AND organization_id = ${actor.organizationId}`
    const object = auditedList({ id: upload.listId, name: upload.listName })
    const details = { numbers: added, fileName, invalid }
    await appendAuditEntry(tx, actor, { action: 'numbers.suppressed', object, details })
    return { added }
  })
}
