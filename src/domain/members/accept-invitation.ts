import { hashPassword } from 'better-auth/crypto'
import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import { newId } from '@/domain/ids'
import { type Tx, transaction } from '@/platform/db'
import { hashLinkToken } from '@/platform/link-token'
import { isMailSetUp } from '@/platform/mail/send-mail'
import { findInvitation, type OpenInvitation } from './find-invitation'
import type { AcceptInvitationInput } from './member.schema'

/** Who accepts: somebody who is signed in, or nobody yet. */
type Acceptor = { userId: string; email: string } | null

/** `email` is whose invitation it was: a new user signs in with it next. */
export type AcceptedInvitation = { organizationId: string; userId: string; email: string }

/**
 * Accepts an invitation: makes the account of a new user, or lets whoever is signed in join. Either happens once,
 * however often the link is pressed.
 *
 * The address of a new account counts as verified when its link was mailed. Who was shown a link may have made an account
 * for the address of anybody, and know its password: that account belongs to no second organization before the owner of
 * the address has set the password anew (`verifyAddress`).
 *
 * @throws INVITATION_NOT_FOUND for a link that is unknown, revoked, used or expired; CONFLICT for an email that has an
 *   account, whose owner has to sign in first; FORBIDDEN for whoever is signed in with another email, or with one that was
 *   never verified; RATE_LIMITED
 */
export async function acceptInvitation(
  acceptor: Acceptor,
  input: AcceptInvitationInput,
  address: string,
): Promise<AcceptedInvitation> {
  const { token, newUser } = input
  const found = await findInvitation(token, address)
  if (!found) throw voidLink()
  if (acceptor && acceptor.email !== found.email) {
    throw new RollcallError(
      'FORBIDDEN',
      `This invitation is for ${found.email}, and you are signed in as ${acceptor.email}. Sign out first.`,
    )
  }
  if (!acceptor && !newUser) throw new RollcallError('UNAUTHORIZED', 'Sign in to accept this invitation.')
  const passwordHash = !acceptor && newUser ? await hashPassword(newUser.password) : null
  return transaction(async (tx) => {
    // The same order of locks as wherever members are changed.
    await tx.execute`SELECT FROM organizations WHERE id = ${found.organizationId} FOR NO KEY UPDATE`
    const [taken] = await tx.rows<{ role: string; mailed: boolean }>`
      DELETE FROM invitations WHERE id = ${found.invitationId} AND token_hash = ${hashLinkToken(token)}
      RETURNING coalesce(role, 'operator') AS role, mailed_at IS NOT NULL AS mailed`
    if (!taken) throw voidLink()
    const user =
      newUser && passwordHash !== null
        ? await createUser(tx, { email: found.email, isVerified: taken.mailed, name: newUser.name, passwordHash })
        : await findVerified(tx, acceptor?.userId ?? '')
    const memberId = newId()
    await tx.execute`
      INSERT INTO members (id, organization_id, user_id, role)
      VALUES (${memberId}, ${found.organizationId}, ${user.id}, ${taken.role})
      ON CONFLICT (organization_id, user_id) DO NOTHING`
    const actor: Actor = { organizationId: found.organizationId, kind: 'user', id: user.id, label: user.name }
    await appendAuditEntry(tx, actor, {
      action: 'member.joined',
      object: { kind: 'member', id: memberId, name: user.name },
      after: { role: taken.role },
      details: { invitationId: found.invitationId },
    })
    return { organizationId: found.organizationId, userId: user.id, email: found.email }
  })
}

function voidLink(): RollcallError {
  return new RollcallError(
    'INVITATION_NOT_FOUND',
    'This invitation is no longer valid: it was used, revoked, or has expired. Ask for a new one.',
  )
}

type Joining = { id: string; name: string }

/** @throws CONFLICT when somebody has this email */
async function createUser(
  tx: Tx,
  user: { email: OpenInvitation['email']; isVerified: boolean; name: string; passwordHash: string },
): Promise<Joining> {
  const { email, isVerified, name, passwordHash } = user
  const id = newId()
  const created = await tx.execute`
    INSERT INTO users (id, name, email, email_verified) VALUES (${id}, ${name}, ${email}, ${isVerified})
    ON CONFLICT (email) DO NOTHING`
  if (created === 0) {
    throw new RollcallError('CONFLICT', `${email} has an account already. Sign in with it to accept this invitation.`)
  }
  await tx.execute`
    INSERT INTO accounts (id, user_id, account_id, provider_id, password)
    VALUES (${newId()}, ${id}, ${id}, 'credential', ${passwordHash})`
  return { id, name }
}

/** @throws FORBIDDEN for an account whose address may be somebody else's */
async function findVerified(tx: Tx, userId: string): Promise<Joining> {
  const [user] = await tx.rows<Joining & { email: string; isVerified: boolean }>`
    SELECT id, name, email, email_verified AS "isVerified" FROM users WHERE id = ${userId}`
  if (!user) throw new RollcallError('UNAUTHORIZED', 'Sign in to accept this invitation.')
  const { id, name, email, isVerified } = user
  if (isVerified) return { id, name }
  const way = isMailSetUp()
    ? 'Sign out, choose "Forgot your password?", and set one by the link that is mailed to you.'
    : 'Ask whoever runs this installation for a one-time password.'
  throw new RollcallError(
    'FORBIDDEN',
    `This account was made by a link that was passed on, so nobody knows yet whether ${email} is yours. ${way} Then accept the invitation.`,
  )
}
