import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import { parseRequest } from '@/domain/parse-request'
import { type Tx, transaction } from '@/platform/db'
import { auditedList } from './audited-list.rules'
import { laterEnd } from './later-end'
import { lockAllNumbers } from './lock-numbers'
import { assertArrived, type LockedUpload, lockUpload } from './lock-upload'
import { byUploadSchema } from './upload.schema'

/**
 * Brings the numbers of an upload into force in place of those that are on its list: all of them at one moment, with the
 * list's generation. What somebody has added since the upload began, or asked for again, stays. From the answer on no
 * dialer is asked for a call to one of the numbers. The background deletes the old entries. Asked again, it answers the same.
 *
 * @returns how many numbers are on the list
 * @throws NOT_FOUND; CONFLICT when chunks are missing, it was discarded, or it is one that adds (`finishUpload`)
 */
export async function replaceList(actor: Actor, input: { uploadId: string }): Promise<{ numbers: number }> {
  const { uploadId } = parseRequest(byUploadSchema, input)
  const { organizationId } = actor
  return transaction(async (tx) => {
    // Counted before anything is locked, since a million take a while. Nothing comes to them once all chunks have arrived.
    const early = await countStaged(tx, organizationId, uploadId)
    await lockAllNumbers(tx, organizationId)
    const upload = await lockUpload(tx, actor, uploadId)
    const { listId, listName, status, mode, generation, fileName, invalid } = upload
    if (mode !== 'replace') throw new RollcallError('CONFLICT', 'This upload adds to the list.')
    assertArrived(upload)
    if (status === 'done') return { numbers: upload.stored }
    const { amount: staged } = early.isWhole ? early : await countStaged(tx, organizationId, uploadId)
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

/** Counts what is in force next, and tells whether all of it had arrived then. */
async function countStaged(
  tx: Tx,
  organizationId: string,
  uploadId: string,
): Promise<{ amount: number; isWhole: boolean }> {
  const [staged] = await tx.rows<{ amount: number; isWhole: boolean }>`
    SELECT count(entry.phone_number)::int AS amount, coalesce(cardinality(upload.arrived) = upload.chunks, false) AS "isWhole"
    FROM suppression_uploads upload
    LEFT JOIN suppression_entries entry ON entry.list_id = upload.list_id AND entry.generation = upload.generation
    WHERE upload.id = ${uploadId}::uuid AND upload.organization_id = ${organizationId}
    GROUP BY upload.id`
  return staged ?? { amount: 0, isWhole: false }
}

/**
 * Takes over the entries that were added beside the upload, or asked for again, such as by a system that knew nothing of
 * it. Where the file has the number too, the entry stays with who added it when and why, and ends at the later moment; it
 * is for all agents of the list, as the file says.
 *
 * @returns how many of them are not in the file
 */
async function keepAdded(
  tx: Tx,
  organizationId: string,
  { listId, generation, createdAt }: LockedUpload,
): Promise<number> {
  const [kept] = await tx.rows<{ amount: number }>`
    WITH put AS (
      INSERT INTO suppression_entries AS entry (organization_id, phone_number, list_id, generation, since, until, reason,
        source, added_by, agent_ids, asked_again_at)
      SELECT own.organization_id, own.phone_number, own.list_id, ${generation}::int, own.since, own.until, own.reason,
        own.source, own.added_by, own.agent_ids, own.asked_again_at
      FROM suppression_entries own
      WHERE own.organization_id = ${organizationId} AND own.list_id = ${listId}::uuid
        AND own.generation = (SELECT list.generation FROM suppression_lists list
          WHERE list.id = ${listId}::uuid AND list.organization_id = ${organizationId})
        AND (own.since >= ${createdAt} OR own.asked_again_at >= ${createdAt})
        AND (own.until IS NULL OR own.until > now())
      ON CONFLICT (organization_id, phone_number, list_id, generation) DO UPDATE SET
        until = ${laterEnd()}, since = excluded.since, reason = excluded.reason, source = excluded.source,
        added_by = excluded.added_by, asked_again_at = excluded.asked_again_at
      RETURNING entry.xmax = 0 AS is_new
    )
    SELECT (count(*) FILTER (WHERE coalesce(is_new, false)))::int AS amount FROM put`
  return kept?.amount ?? 0
}
