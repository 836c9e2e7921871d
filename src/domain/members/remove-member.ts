import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import { transaction } from '@/platform/db'
import { assertOwnerRemains } from './assert-owner-remains'
import { findMember } from './find-member'
import { lockMembers } from './lock-members'
import { mayTouchMember } from './member.rules'

/**
 * Removes a member, whose sessions of this organization end at once. What they have enrolled goes on, and their account
 * stays.
 *
 * @throws MEMBER_NOT_FOUND, FORBIDDEN for an admin with an owner, CONFLICT for the last owner
 */
export async function removeMember(actor: Actor, memberId: string): Promise<void> {
  await transaction(async (tx) => {
    const own = await lockMembers(tx, actor)
    const member = await findMember(tx, actor, memberId)
    const isSelf = member.userId === actor.id
    if (!isSelf && !mayTouchMember(own, member.role)) {
      throw new RollcallError('FORBIDDEN', 'Only an owner can remove an owner.')
    }
    if (member.role === 'owner') await assertOwnerRemains(tx, actor, memberId)
    await tx.execute`DELETE FROM members WHERE organization_id = ${actor.organizationId} AND id = ${memberId}`
    await tx.execute`
      DELETE FROM sessions
      WHERE user_id = ${member.userId} AND active_organization_id = ${actor.organizationId}`
    await appendAuditEntry(tx, actor, {
      action: isSelf ? 'member.left' : 'member.removed',
      object: { kind: 'member', id: memberId, name: member.name },
      before: { role: member.role },
    })
  })
}
