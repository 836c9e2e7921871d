import type { Role } from '@/domain/actor'
import { giveBackAttempt, takeAttempt } from '@/domain/attempts/take-attempt'
import { RollcallError } from '@/domain/errors'
import { db } from '@/platform/db'
import { addressGroup } from '@/platform/http/client-address'
import { hashLinkToken } from '@/platform/link-token'

/** What whoever holds the link is told. */
export type OpenInvitation = {
  invitationId: string
  organizationId: string
  organizationName: string
  email: string
  role: Role
  invitedBy: string | null
  /** Somebody has an account of this email, and has to sign in with it. */
  hasAccount: boolean
}

const LINK_LIMIT = { attemptsMax: 20, secondsPerAttempt: 30 }

/**
 * Finds the open invitation behind a link. There is no actor: the link is what counts.
 *
 * @returns null for a link that is unknown, revoked, used or expired
 * @throws RATE_LIMITED for an address that tries many
 */
export async function findInvitation(token: string, address: string): Promise<OpenInvitation | null> {
  const subject = `link-address:${addressGroup(address)}`
  const { retryAfterSeconds } = await takeAttempt(subject, LINK_LIMIT)
  if (retryAfterSeconds !== null) {
    const message = `Too many attempts from your address. Try again in ${retryAfterSeconds} s.`
    throw new RollcallError('RATE_LIMITED', message, { retryAfterSeconds })
  }
  const [invitation] = await db().rows<Omit<OpenInvitation, 'role'> & { role: string }>`
    SELECT invitations.id AS "invitationId", organizations.id AS "organizationId",
      organizations.name AS "organizationName", invitations.email, coalesce(invitations.role, 'operator') AS role,
      inviters.name AS "invitedBy",
      EXISTS (SELECT FROM users WHERE users.email = invitations.email) AS "hasAccount"
    FROM invitations
    JOIN organizations ON organizations.id = invitations.organization_id
    LEFT JOIN users inviters ON inviters.id = invitations.inviter_id
    WHERE invitations.token_hash = ${hashLinkToken(token)} AND invitations.expires_at > now()`
  if (invitation) await giveBackAttempt(subject)
  return invitation ? { ...invitation, role: invitation.role as Role } : null
}
