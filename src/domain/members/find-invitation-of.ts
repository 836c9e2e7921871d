import type { Actor, Role } from '@/domain/actor'
import { RollcallError } from '@/domain/errors'
import type { Tx } from '@/platform/db'

/**
 * Finds an invitation to the actor's organization.
 *
 * @throws INVITATION_NOT_FOUND
 */
export async function findInvitationOf(
  tx: Tx,
  actor: Actor,
  invitationId: string,
): Promise<{ email: string; role: Role }> {
  // Postgres takes no text with NUL, and no id has one.
  const [invitation] = invitationId.includes('\0')
    ? []
    : await tx.rows<{ email: string; role: string }>`
        SELECT email, coalesce(role, 'operator') AS role FROM invitations
        WHERE organization_id = ${actor.organizationId} AND id = ${invitationId}`
  if (!invitation) {
    throw new RollcallError('INVITATION_NOT_FOUND', 'There is no such invitation: it was accepted or revoked.')
  }
  return { email: invitation.email, role: invitation.role as Role }
}
