import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import { parseRequest } from '@/domain/parse-request'
import { transaction } from '@/platform/db'
import { auditedList } from './audited-list.rules'
import { lockUpload } from './lock-upload'
import { byUploadSchema } from './upload.schema'

/**
 * Ends an upload that is not complete: one that replaces leaves the list as it is, and of one that adds what has arrived
 * stays on it. Asked again, it changes nothing.
 *
 * @throws NOT_FOUND; CONFLICT for one that has come into force
 */
export async function discardUpload(actor: Actor, input: { uploadId: string }): Promise<void> {
  const { uploadId } = parseRequest(byUploadSchema, input)
  await transaction(async (tx) => {
    const { listId, listName, status, mode, stored, fileName } = await lockUpload(tx, actor, uploadId)
    if (status === 'cancelled') return
    if (status === 'done') throw new RollcallError('CONFLICT', 'This upload is complete, and its numbers are in force.')
    await tx.execute`
      UPDATE suppression_uploads SET status = 'cancelled', ended_at = now()
      WHERE id = ${uploadId}::uuid AND organization_id = ${actor.organizationId}`
    await appendAuditEntry(tx, actor, {
      action: 'suppression_list.upload_discarded',
      object: auditedList({ id: listId, name: listName }),
      details: { fileName, numbers: stored, mode },
    })
  })
}
