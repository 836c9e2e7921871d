import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { transaction } from '@/platform/db'
import { hashLinkToken, newLinkToken } from '@/platform/link-token'
import { findInvitationOf } from './find-invitation-of'
import { assertMayInvite, takeInvitation } from './invite-member'
import { lockMembers } from './lock-members'
import { INVITATION_DAYS } from './member.rules'
import { type SentInvitation, sendInvitation } from './send-invitation'

/**
 * Sends an invitation again, by a new link that is good for seven days from now. The link before is void.
 *
 * @throws INVITATION_NOT_FOUND, FORBIDDEN for an admin with the invitation of an owner, RATE_LIMITED
 */
export async function resendInvitation(actor: Actor, invitationId: string): Promise<SentInvitation> {
  await takeInvitation(actor)
  const token = newLinkToken()
  const { email } = await transaction(async (tx) => {
    const own = await lockMembers(tx, actor)
    const invitation = await findInvitationOf(tx, actor, invitationId)
    assertMayInvite(own, invitation.role)
    await tx.execute`
      UPDATE invitations SET token_hash = ${hashLinkToken(token)}, sent_at = now(), mailed_at = NULL,
        expires_at = now() + make_interval(days => ${INVITATION_DAYS}::int)
      WHERE organization_id = ${actor.organizationId} AND id = ${invitationId}`
    await appendAuditEntry(tx, actor, {
      action: 'invitation.resent',
      object: { kind: 'invitation', id: invitationId, name: invitation.email },
    })
    return invitation
  })
  return sendInvitation(actor, { invitationId, email, token })
}
