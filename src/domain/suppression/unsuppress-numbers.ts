import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { parseRequest } from '@/domain/parse-request'
import { transaction } from '@/platform/db'
import { auditedList } from './audited-list.rules'
import { findList, toNamedList } from './find-list'
import { addToCount } from './insert-entries'
import { readRequestNumbers, uniqueNumbers } from './read-request-numbers'
import { storedNumbers } from './stored-numbers'
import { type SuppressNumbersInput, suppressNumbersSchema } from './suppression.schema'
import type { Unsuppressed } from './suppression-answer.schema'

/**
 * Takes up to 1,000 numbers off a suppression list: all of their entries there, whatever their scope. What was ended by
 * them stays so. The `until` of the request means nothing here; it may be sent, so that what was added is removed by the
 * same body. The reason is kept in the audit log.
 *
 * @throws SUPPRESSION_LIST_NOT_FOUND
 */
export async function unsuppressNumbers(actor: Actor, input: SuppressNumbersInput): Promise<Unsuppressed> {
  const { numbers, list: ref, reason } = parseRequest(suppressNumbersSchema, input)
  const list = await findList(actor, ref)
  const read = await readRequestNumbers(actor, numbers)
  const { organizationId } = actor
  const own = uniqueNumbers(read).map((phoneNumber) => ({ organizationId, phoneNumber }))
  const removed = await transaction(async (tx) => {
    const removed = await tx.execute`
      DELETE FROM suppression_entries entry USING suppression_lists list
      WHERE entry.organization_id = ${organizationId} AND entry.list_id = ${list.id}::uuid
        AND entry.phone_number IN (SELECT stored FROM (${storedNumbers(own)}) AS own)
        AND list.id = entry.list_id AND list.generation = entry.generation`
    if (removed > 0) {
      const details = { numbers: removed, ...(reason === undefined ? {} : { reason }) }
      await appendAuditEntry(tx, actor, { action: 'numbers.unsuppressed', object: auditedList(list), details })
    }
    await addToCount(tx, list.id, -removed)
    return removed
  })
  return { list: toNamedList(list), removed, unknown: read.read.length - removed, invalid: read.invalid }
}
