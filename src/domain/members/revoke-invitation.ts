import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { transaction } from '@/platform/db'
import { findInvitationOf } from './find-invitation-of'
import { assertMayInvite } from './invite-member'
import { lockMembers } from './lock-members'

/**
 * Takes an invitation back. Its link is void at once.
 *
 * @throws INVITATION_NOT_FOUND, FORBIDDEN for an admin with the invitation of an owner
 */
export async function revokeInvitation(actor: Actor, invitationId: string): Promise<void> {
  await transaction(async (tx) => {
    const own = await lockMembers(tx, actor)
    const { email, role } = await findInvitationOf(tx, actor, invitationId)
    assertMayInvite(own, role)
    await tx.execute`
      DELETE FROM invitations WHERE organization_id = ${actor.organizationId} AND id = ${invitationId}`
    await appendAuditEntry(tx, actor, {
      action: 'invitation.revoked',
      object: { kind: 'invitation', id: invitationId, name: email },
    })
  })
}
