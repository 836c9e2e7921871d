import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import { isUuid } from '@/domain/ids'
import { parseRequest } from '@/domain/parse-request'
import { nowMs } from '@/platform/clock'
import { transaction } from '@/platform/db'
import { assertNameFree, lockLists } from './assert-name-free'
import { auditedList } from './audited-list.rules'
import { listNotFound } from './find-list'
import { findListAgents } from './find-list-agents'
import { getList } from './get-list'
import { type UpdateListInput, updateListSchema } from './suppression.schema'
import type { SuppressionListSummary } from './suppression-answer.schema'
import type { ListKind } from './suppression-limits.rules'

type Row = {
  id: string
  name: string
  kind: ListKind
  builtIn: boolean
  agentIds: string[]
  entryDays: number | null
  oldAfterDays: number | null
  whenOld: 'notice' | 'stop'
  refreshedAt: Date
}

/**
 * Changes the settings of a list, or says that its entries still hold. How long entries last counts for new ones; those
 * that are there keep their ends.
 *
 * @throws SUPPRESSION_LIST_NOT_FOUND, AGENT_NOT_FOUND, CONFLICT for the built-in list, which is as it is, and for a name that
 * is taken
 */
export async function updateList(
  actor: Actor,
  listId: string,
  input: UpdateListInput,
): Promise<SuppressionListSummary> {
  const { refreshed, agentIds, ...changes } = parseRequest(updateListSchema, input)
  const { organizationId } = actor
  const agents = agentIds === undefined ? undefined : await findListAgents(actor, agentIds)
  if (!isUuid(listId)) throw listNotFound()
  await transaction(async (tx) => {
    await lockLists(tx, organizationId)
    const [row] = await tx.rows<Row>`
      SELECT id, name, kind, built_in AS "builtIn", agent_ids AS "agentIds", entry_days AS "entryDays",
        old_after_days AS "oldAfterDays", when_old AS "whenOld", refreshed_at AS "refreshedAt"
      FROM suppression_lists
      WHERE id = ${listId}::uuid AND organization_id = ${organizationId} AND deleted_at IS NULL FOR NO KEY UPDATE`
    if (!row) throw listNotFound()
    if (row.builtIn) throw new RollcallError('CONFLICT', `“${row.name}” is as it is: its settings cannot be changed.`)
    const { id, builtIn: _, ...before } = row
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
    const after: typeof before = { ...before, ...given, ...(agents && { agentIds: agents }) }
    if (refreshed) after.refreshedAt = new Date(nowMs())
    if (JSON.stringify(after) === JSON.stringify(before)) return
    if (after.name !== before.name) await assertNameFree(tx, organizationId, after.name, id)
    await tx.execute`
      UPDATE suppression_lists SET name = ${after.name}, kind = ${after.kind}, agent_ids = ${after.agentIds}::uuid[],
        entry_days = ${after.entryDays}::int, old_after_days = ${after.oldAfterDays}::int, when_old = ${after.whenOld},
        refreshed_at = ${after.refreshedAt}::timestamptz
      WHERE id = ${id}::uuid`
    const object = auditedList({ id, name: after.name })
    await appendAuditEntry(tx, actor, { action: 'suppression_list.changed', object, before, after })
  })
  return getList(actor, listId)
}
