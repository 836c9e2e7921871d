import type { Actor, Role } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import { transaction } from '@/platform/db'
import { assertOwnerRemains } from './assert-owner-remains'
import { findMember } from './find-member'
import { lockMembers } from './lock-members'
import { mayGiveRole, mayTouchMember } from './member.rules'

/**
 * Gives a member another role, which counts from the next request on.
 *
 * @throws MEMBER_NOT_FOUND, FORBIDDEN for an admin with an owner, CONFLICT for the last owner
 */
export async function changeMemberRole(actor: Actor, input: { memberId: string; role: Role }): Promise<void> {
  const { memberId, role } = input
  await transaction(async (tx) => {
    const own = await lockMembers(tx, actor)
    const member = await findMember(tx, actor, memberId)
    if (!mayTouchMember(own, member.role)) {
      throw new RollcallError('FORBIDDEN', 'Only an owner can change the role of an owner.')
    }
    if (!mayGiveRole(own, role)) throw new RollcallError('FORBIDDEN', 'Only an owner can make somebody an owner.')
    if (member.role === role) return
    if (member.role === 'owner') await assertOwnerRemains(tx, actor, memberId)
    await tx.execute`
      UPDATE members SET role = ${role} WHERE organization_id = ${actor.organizationId} AND id = ${memberId}`
    await appendAuditEntry(tx, actor, {
      action: 'member.role_changed',
      object: { kind: 'member', id: memberId, name: member.name },
      before: { role: member.role },
      after: { role },
    })
  })
}
