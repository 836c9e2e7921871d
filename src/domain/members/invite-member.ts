import type { Actor, Role } from '@/domain/actor'
import { takeAttempt } from '@/domain/attempts/take-attempt'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import { newId } from '@/domain/ids'
import { parseRequest, requestFault } from '@/domain/parse-request'
import { type Tx, transaction } from '@/platform/db'
import { hashLinkToken, newLinkToken } from '@/platform/link-token'
import { lockMembers } from './lock-members'
import { INVITATION_DAYS, MEMBERS_MAX, mayGiveRole } from './member.rules'
import { type InviteMemberInput, inviteMemberSchema } from './member.schema'
import { type SentInvitation, sendInvitation } from './send-invitation'

/** Fifty at once, and then one a minute: nobody sends mail to strangers by us. */
const INVITATIONS_LIMIT = { attemptsMax: 50, secondsPerAttempt: 60 }

/**
 * Asks somebody to join, by a link that is good once and for seven days.
 *
 * @throws VALIDATION_ERROR, also for whoever belongs to the organization or is invited already; FORBIDDEN for an admin
 *   who invites an owner; CONFLICT when the organization is full; RATE_LIMITED
 */
export async function inviteMember(actor: Actor, input: InviteMemberInput): Promise<SentInvitation> {
  const { email, role } = parseRequest(inviteMemberSchema, input)
  await takeInvitation(actor)
  const invitationId = newId()
  const token = newLinkToken()
  await transaction(async (tx) => {
    const own = await lockMembers(tx, actor)
    assertMayInvite(own, role)
    await assertIsNew(tx, actor, email)
    await assertRoom(tx, actor)
    await tx.execute`
      INSERT INTO invitations (id, organization_id, email, role, inviter_id, token_hash, expires_at)
      VALUES (${invitationId}, ${actor.organizationId}, ${email}, ${role}, ${actor.id}, ${hashLinkToken(token)},
        now() + make_interval(days => ${INVITATION_DAYS}::int))`
    await appendAuditEntry(tx, actor, {
      action: 'member.invited',
      object: { kind: 'invitation', id: invitationId, name: email },
      after: { role },
    })
  })
  return sendInvitation(actor, { invitationId, email, token })
}

/** @throws RATE_LIMITED */
export async function takeInvitation({ organizationId }: Actor): Promise<void> {
  const { retryAfterSeconds } = await takeAttempt(`invitations:${organizationId}`, INVITATIONS_LIMIT)
  if (retryAfterSeconds === null) return
  const message = `Too many invitations were sent. Try again in ${retryAfterSeconds} s.`
  throw new RollcallError('RATE_LIMITED', message, { retryAfterSeconds })
}

/** @throws FORBIDDEN */
export function assertMayInvite(own: Role, role: Role): void {
  if (!mayGiveRole(own, role)) throw new RollcallError('FORBIDDEN', 'Only an owner can invite an owner.')
}

/** @throws VALIDATION_ERROR */
async function assertIsNew(tx: Tx, { organizationId }: Actor, email: string): Promise<void> {
  const [known] = await tx.rows<{ member: boolean; invited: boolean }>`
    SELECT EXISTS (
        SELECT FROM members JOIN users ON users.id = members.user_id
        WHERE members.organization_id = ${organizationId} AND users.email = ${email}) AS member,
      EXISTS (
        SELECT FROM invitations WHERE organization_id = ${organizationId} AND email = ${email}) AS invited`
  if (known?.member) throw requestFault('email', `${email} belongs to your organization already.`)
  if (known?.invited) throw requestFault('email', `${email} is invited already. Send that invitation again instead.`)
}

/** @throws CONFLICT */
async function assertRoom(tx: Tx, { organizationId }: Actor): Promise<void> {
  const [taken] = await tx.rows<{ count: number }>`
    SELECT (SELECT count(*)::int FROM members WHERE organization_id = ${organizationId})
      + (SELECT count(*)::int FROM invitations WHERE organization_id = ${organizationId}) AS count`
  if ((taken?.count ?? 0) < MEMBERS_MAX) return
  throw new RollcallError(
    'CONFLICT',
    `An organization can have ${MEMBERS_MAX} members and invitations. Remove a member or revoke an invitation first.`,
  )
}
