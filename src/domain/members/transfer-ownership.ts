import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import { transaction } from '@/platform/db'
import { findMember } from './find-member'
import { lockMembers } from './lock-members'

/**
 * Hands the organization over: the member becomes an owner, and the actor an admin, both or neither.
 *
 * @throws MEMBER_NOT_FOUND, FORBIDDEN for whoever is no owner, CONFLICT for the actor themselves
 */
export async function transferOwnership(actor: Actor, memberId: string): Promise<void> {
  await transaction(async (tx) => {
    const own = await lockMembers(tx, actor)
    if (own !== 'owner') throw new RollcallError('FORBIDDEN', 'Only an owner can hand the organization over.')
    const member = await findMember(tx, actor, memberId)
    if (member.userId === actor.id) throw new RollcallError('CONFLICT', 'You are the owner already.')
    await tx.execute`
      UPDATE members SET role = CASE WHEN id = ${memberId} THEN 'owner' ELSE 'admin' END
      WHERE organization_id = ${actor.organizationId} AND (id = ${memberId} OR user_id = ${actor.id})`
    await appendAuditEntry(tx, actor, {
      action: 'organization.transferred',
      object: { kind: 'member', id: memberId, name: member.name },
      before: { role: member.role },
      after: { role: 'owner' },
    })
  })
}
