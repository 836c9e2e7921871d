import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import { parseRequest } from '@/domain/parse-request'
import { type Tx, transaction } from '@/platform/db'
import { auditedList } from './audited-list.rules'
import { lockAllNumbers } from './lock-numbers'
import { assertArrived, type LockedUpload, lockUpload } from './lock-upload'
import { byUploadSchema } from './upload.schema'

/**
 * Brings the numbers of an upload into force in place of those that are on its list: all of them at one moment, with the
 * list's generation. What somebody has added since the upload began stays. From the answer on no dialer is asked for a
 * call to one of the numbers. The background deletes the old entries. Asked again, it answers the same.
 *
 * @returns how many numbers are on the list
 * @throws NOT_FOUND; CONFLICT when chunks are missing, it was discarded, or it is one that adds (`finishUpload`)
 */
export async function replaceList(actor: Actor, input: { uploadId: string }): Promise<{ numbers: number }> {
  const { uploadId } = parseRequest(byUploadSchema, input)
  const { organizationId } = actor
  return transaction(async (tx) => {
    const staged = await countStaged(tx, organizationId, uploadId)
    await lockAllNumbers(tx, organizationId)
    const upload = await lockUpload(tx, actor, uploadId)
    const { listId, listName, status, mode, generation, fileName, invalid } = upload
    if (mode !== 'replace') throw new RollcallError('CONFLICT', 'This upload adds to the list.')
    assertArrived(upload)
    if (status === 'done') return { numbers: upload.stored }
    const kept = await keepAdded(tx, organizationId, upload)
    const [list] = await tx.rows<{ before: number }>`
      UPDATE suppression_lists list SET generation = ${generation}, entries = ${staged + kept}, refreshed_at = now()
      FROM (SELECT entries FROM suppression_lists WHERE id = ${listId}::uuid) old
      WHERE id = ${listId}::uuid AND organization_id = ${organizationId} RETURNING old.entries AS before`
    await tx.execute`
      UPDATE suppression_uploads SET status = 'done', ended_at = now(), stored = ${staged + kept}
      WHERE id = ${uploadId}::uuid AND organization_id = ${organizationId}`
    await appendAuditEntry(tx, actor, {
      action: 'suppression_list.replaced',
      object: auditedList({ id: listId, name: listName }),
      details: { numbers: staged + kept, before: list?.before ?? 0, fileName, invalid },
    })
    return { numbers: staged + kept }
  })
}

/** Counts what is in force next, before anything is locked: nothing comes to it any more once all chunks have arrived. */
async function countStaged(tx: Tx, organizationId: string, uploadId: string): Promise<number> {
  const [staged] = await tx.rows<{ amount: number }>`
    SELECT count(*)::int AS amount FROM suppression_uploads upload
    JOIN suppression_entries entry ON entry.list_id = upload.list_id AND entry.generation = upload.generation
    WHERE upload.id = ${uploadId}::uuid AND upload.organization_id = ${organizationId}`
  return staged?.amount ?? 0
}

/**
 * Takes over the entries that were added beside the upload, such as by a system that knew nothing of it.
 *
 * @returns how many of them are not in the file
 */
function keepAdded(tx: Tx, organizationId: string, { listId, generation, createdAt }: LockedUpload): Promise<number> {
  return tx.execute`
    INSERT INTO suppression_entries (organization_id, phone_number, list_id, generation, since, until, reason, source,
      added_by, agent_ids)
    SELECT entry.organization_id, phone_number, list_id, ${generation}::int, since, until, reason, source, added_by,
      entry.agent_ids
    FROM suppression_lists list JOIN suppression_entries entry ON entry.list_id = list.id
      AND entry.generation = list.generation AND entry.since >= ${createdAt}
    WHERE list.id = ${listId}::uuid AND list.organization_id = ${organizationId}
    ON CONFLICT DO NOTHING`
}
