import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import { isUuid } from '@/domain/ids'
import { transaction } from '@/platform/db'
import { auditedList } from './audited-list.rules'
import { listNotFound } from './find-list'

/**
 * Deletes a list: from now on its entries hold nobody back. The background deletes them (`sweepSuppressions`).
 *
 * @throws SUPPRESSION_LIST_NOT_FOUND, CONFLICT for the built-in list, which is a promise to those who are on it
 */
export async function deleteList(actor: Actor, listId: string): Promise<void> {
  if (!isUuid(listId)) throw listNotFound()
  await transaction(async (tx) => {
    const [list] = await tx.rows<{ id: string; name: string; builtIn: boolean; entries: number }>`
      SELECT id, name, built_in AS "builtIn", entries FROM suppression_lists
      WHERE id = ${listId}::uuid AND organization_id = ${actor.organizationId} AND deleted_at IS NULL
      FOR NO KEY UPDATE`
    if (!list) throw listNotFound()
    if (list.builtIn) throw new RollcallError('CONFLICT', `“${list.name}” cannot be deleted: people were promised it.`)
    await tx.execute`UPDATE suppression_lists SET deleted_at = now() WHERE id = ${list.id}::uuid`
    const details = { numbers: list.entries }
    await appendAuditEntry(tx, actor, { action: 'suppression_list.deleted', object: auditedList(list), details })
  })
}
