import type { Actor, Role } from '@/domain/actor'
import { db } from '@/platform/db'
import { isMailSetUp } from '@/platform/mail/send-mail'
import { MEMBERS_MAX } from './member.rules'

export type ListedMember = {
  memberId: string
  userId: string
  name: string
  email: string
  role: Role
  twoFactor: boolean
  joinedAt: string
  /** When one of their sessions of this organization was last used, to the day; null for nobody who is signed in. */
  lastSeenAt: string | null
}

export type ListedInvitation = {
  invitationId: string
  email: string
  role: Role
  invitedBy: string | null
  sentAt: string
  expiresAt: string
  expired: boolean
}

export type Members = {
  members: ListedMember[]
  invitations: ListedInvitation[]
  /** False when links have to be passed on by hand. */
  mailIsSetUp: boolean
}

type MemberRow = Omit<ListedMember, 'role' | 'joinedAt' | 'lastSeenAt'> & {
  role: string
  joinedAt: Date
  lastSeenAt: Date | null
}

type InvitationRow = Omit<ListedInvitation, 'role' | 'sentAt' | 'expiresAt'> & {
  role: string
  sentAt: Date
  expiresAt: Date
}

/** Lists who belongs to the organization, and who was asked to. Both lists are short: `MEMBERS_MAX`. */
export async function listMembers({ organizationId }: Actor): Promise<Members> {
  const [members, invitations] = await Promise.all([
    db().rows<MemberRow>`
      SELECT members.id AS "memberId", users.id AS "userId", users.name, users.email, members.role,
        users.two_factor_enabled AS "twoFactor", members.created_at AS "joinedAt",
        (SELECT max(sessions.updated_at) FROM sessions
          WHERE sessions.user_id = users.id AND sessions.active_organization_id = ${organizationId}) AS "lastSeenAt"
      FROM members JOIN users ON users.id = members.user_id
      WHERE members.organization_id = ${organizationId}
      ORDER BY lower(users.name), members.id LIMIT ${MEMBERS_MAX}::int`,
    db().rows<InvitationRow>`
      SELECT invitations.id AS "invitationId", invitations.email, coalesce(invitations.role, 'operator') AS role,
        users.name AS "invitedBy", invitations.sent_at AS "sentAt", invitations.expires_at AS "expiresAt",
        invitations.expires_at <= now() AS expired
      FROM invitations LEFT JOIN users ON users.id = invitations.inviter_id
      WHERE invitations.organization_id = ${organizationId}
      ORDER BY invitations.email LIMIT ${MEMBERS_MAX}::int`,
  ])
  return {
    members: members.map(({ joinedAt, lastSeenAt, role, ...member }) => ({
      ...member,
      role: role as Role,
      joinedAt: joinedAt.toISOString(),
      lastSeenAt: lastSeenAt?.toISOString() ?? null,
    })),
    invitations: invitations.map(({ sentAt, expiresAt, role, ...invitation }) => ({
      ...invitation,
      role: role as Role,
      sentAt: sentAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
    })),
    mailIsSetUp: isMailSetUp(),
  }
}
