import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import { transaction } from '@/platform/db'

/**
 * Lets the actor's session work for another organization that they belong to. Their other sessions stay where they are.
 *
 * @throws ORGANIZATION_NOT_FOUND, also for one that they do not belong to
 */
export async function switchOrganization(
  actor: Pick<Actor, 'id' | 'label'>,
  sessionId: string,
  organizationId: string,
): Promise<void> {
  await transaction(async (tx) => {
    // Postgres takes no text with NUL, and no id has one.
    const switched = organizationId.includes('\0')
      ? 0
      : await tx.execute`
          UPDATE sessions SET active_organization_id = ${organizationId}
          WHERE id = ${sessionId} AND user_id = ${actor.id}
            AND EXISTS (SELECT FROM members WHERE user_id = ${actor.id} AND organization_id = ${organizationId})`
    if (switched === 0) {
      throw new RollcallError('ORGANIZATION_NOT_FOUND', 'You belong to no such organization.')
    }
    await appendAuditEntry(
      tx,
      { organizationId, kind: 'user', id: actor.id, label: actor.label },
      { action: 'session.switched', object: { kind: 'user', id: actor.id, name: actor.label } },
    )
  })
}
