import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import { newId } from '@/domain/ids'
import { parseRequest } from '@/domain/parse-request'
import { transaction } from '@/platform/db'
import { assertNameFree, lockLists } from './assert-name-free'
import { auditedList } from './audited-list.rules'
import { findListAgents } from './find-list-agents'
import { getList } from './get-list'
import { type CreateListInput, createListSchema } from './suppression.schema'
import type { SuppressionListSummary } from './suppression-answer.schema'
import { LISTS_MAX, REGISTRY_OLD_AFTER_DAYS } from './suppression-limits.rules'

/**
 * Makes a suppression list, with nobody on it.
 *
 * @throws VALIDATION_ERROR, AGENT_NOT_FOUND, CONFLICT when the name is taken or there are 50 lists
 */
export async function createList(actor: Actor, input: CreateListInput): Promise<SuppressionListSummary> {
  const { name, kind, entryDays, whenOld, ...given } = parseRequest(createListSchema, input)
  const { organizationId } = actor
  const agentIds = await findListAgents(actor, given.agentIds)
  const usually = kind === 'national registry' ? REGISTRY_OLD_AFTER_DAYS : null
  const oldAfterDays = given.oldAfterDays === undefined ? usually : given.oldAfterDays
  const id = newId()
  await transaction(async (tx) => {
    await lockLists(tx, organizationId)
    await assertNameFree(tx, organizationId, name, id)
    const [existing] = await tx.rows<{ amount: number }>`
      SELECT count(*)::int AS amount FROM suppression_lists
      WHERE organization_id = ${organizationId} AND deleted_at IS NULL`
    if ((existing?.amount ?? 0) >= LISTS_MAX) {
      throw new RollcallError('CONFLICT', `An organization can have ${LISTS_MAX} suppression lists. Delete one first.`)
    }
    await tx.execute`
      INSERT INTO suppression_lists (id, organization_id, name, kind, agent_ids, entry_days, old_after_days, when_old,
        created_by)
      VALUES (${id}::uuid, ${organizationId}, ${name}, ${kind}, ${agentIds}::uuid[], ${entryDays}::int,
        ${oldAfterDays}::int, ${whenOld}, ${actor.label})`
    const details = { kind, agents: agentIds.length, entryDays, oldAfterDays, whenOld }
    await appendAuditEntry(tx, actor, {
      action: 'suppression_list.created',
      object: auditedList({ id, name }),
      details,
    })
  })
  return getList(actor, id)
}
