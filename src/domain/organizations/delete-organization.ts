import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import { Prisma, type Tx, transaction } from '@/platform/db'

export type DeletedOrganization = { organizationId: string; name: string }

/**
 * Deletes an organization for good, in one transaction: its agents, keys, batches, contacts, calls, credits and audit
 * log, and the operators who belong to no other organization. Calls under way end at the dialer, and their results are
 * refused. The audit log keeps one entry about the deletion.
 *
 * There is no actor, as with the command that creates an organization.
 *
 * @param confirmedName the organization's name, typed as a confirmation
 * @throws NOT_FOUND, VALIDATION_ERROR when the name is another
 */
export async function deleteOrganization(organizationId: string, confirmedName: string): Promise<DeletedOrganization> {
  const { name } = await transaction(async (tx) => {
    // Whatever is accepted for it waits for this lock by its foreign key, and then finds no organization.
    const [found] = await tx.rows<{ name: string }>`
      SELECT name FROM organizations WHERE id = ${organizationId} FOR UPDATE`
    if (!found) throw new RollcallError('NOT_FOUND', `There is no organization "${organizationId}".`)
    if (found.name !== confirmedName) {
      throw new RollcallError('VALIDATION_ERROR', `The organization is named "${found.name}". Nothing was deleted.`)
    }
    const members = await tx.rows<{ userId: string }>`
      SELECT user_id AS "userId" FROM members WHERE organization_id = ${organizationId}`
    await tx.execute`
      DELETE FROM rate_limit_buckets
      WHERE api_key_id IN (SELECT id FROM api_keys WHERE organization_id = ${organizationId})`
    await deleteRows(tx, organizationId)
    await tx.execute`DELETE FROM organizations WHERE id = ${organizationId}`
    const userIds = members.map(({ userId }) => userId)
    await tx.execute`
      DELETE FROM users WHERE id = ANY(${userIds}) AND NOT EXISTS (SELECT 1 FROM members WHERE user_id = users.id)`
    await appendAuditEntry(
      tx,
      { organizationId: null, kind: 'system', id: 'admin' },
      {
        action: 'organization.deleted',
        object: { kind: 'organization', id: organizationId, name: found.name },
      },
    )
    return found
  })
  // What was under way and has no foreign key (a booking of credits, a line of the audit log) may have come after.
  await transaction((tx) => deleteRows(tx, organizationId))
  return { organizationId, name }
}

/**
 * Deletes the rows of every table that names an organization, and its events. The list of tables comes from the
 * database, so a new table is not forgotten.
 */
async function deleteRows(tx: Tx, organizationId: string): Promise<void> {
  const columns = await tx.rows<{ table: string; column: string }>`
    SELECT table_name AS table, column_name AS column
    FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' AND column_name LIKE '%organization_id'
    ORDER BY table_name, column_name`
  for (const { table, column } of columns) {
    await tx.execute`DELETE FROM ${Prisma.raw(`"${table}"`)} WHERE ${Prisma.raw(`"${column}"`)} = ${organizationId}`
  }
  await tx.execute`DELETE FROM outbox_events WHERE data ->> 'organizationId' = ${organizationId}`
}
