import { hashPassword } from 'better-auth/crypto'
import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import { newId } from '@/domain/ids'
import { type Tx, transaction } from '@/platform/db'
import { hashLinkToken } from '@/platform/link-token'
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
 * @throws INVITATION_NOT_FOUND for a link that is unknown, revoked, used or expired; CONFLICT for an email that has an
 *   account, whose owner has to sign in first; FORBIDDEN for whoever is signed in with another email; RATE_LIMITED
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
    const [taken] = await tx.rows<{ role: string }>`
      DELETE FROM invitations WHERE id = ${found.invitationId} AND token_hash = ${hashLinkToken(token)}
      RETURNING coalesce(role, 'operator') AS role`
    if (!taken) throw voidLink()
    const user =
      newUser && passwordHash !== null
        ? { id: await createUser(tx, found.email, newUser.name, passwordHash), name: newUser.name }
        : await nameOf(tx, acceptor?.userId ?? '')
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
    'This invitation is not open any more: it was used, revoked, or has expired. Ask for a new one.',
  )
}

/** @throws CONFLICT when somebody has this email */
async function createUser(tx: Tx, email: OpenInvitation['email'], name: string, passwordHash: string): Promise<string> {
  const userId = newId()
  const created = await tx.execute`
    INSERT INTO users (id, name, email, email_verified) VALUES (${userId}, ${name}, ${email}, true)
    ON CONFLICT (email) DO NOTHING`
  if (created === 0) {
    throw new RollcallError('CONFLICT', `${email} has an account already. Sign in with it to accept this invitation.`)
  }
  await tx.execute`
    INSERT INTO accounts (id, user_id, account_id, provider_id, password)
    VALUES (${newId()}, ${userId}, ${userId}, 'credential', ${passwordHash})`
  return userId
}

async function nameOf(tx: Tx, userId: string): Promise<{ id: string; name: string }> {
  const [user] = await tx.rows<{ id: string; name: string }>`SELECT id, name FROM users WHERE id = ${userId}`
  if (!user) throw new RollcallError('UNAUTHORIZED', 'Sign in to accept this invitation.')
  return user
}
