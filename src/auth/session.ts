import { getSessionCookie } from 'better-auth/cookies'
import type { Actor, Role } from '@/domain/actor'
import { findMembership, type Membership } from '@/domain/organizations/find-membership'
import { auth, COOKIE_PREFIX } from './auth'

/** An operator who is signed in, and the organization for which they work. */
export type OperatorSession = {
  /** The id of the session's row, which is no secret; its token is only in the cookie. */
  sessionId: string
  user: { id: string; name: string; email: string; mustChangePassword: boolean; twoFactorEnabled: boolean }
  organization: Membership['organization']
  role: Role
}

/** Somebody who is signed in, whether or not they belong to an organization (any more). */
type SignedIn = Pick<OperatorSession, 'sessionId' | 'user'> & { activeOrganizationId: string | null }

/** Finds who is signed in by the session cookie; null without a valid session. */
export async function findSignedIn(headers: Headers): Promise<SignedIn | null> {
  const found = await auth().api.getSession({ headers })
  if (!found) return null
  const { user, session } = found
  return {
    sessionId: session.id,
    user: {
      id: user.id,
      name: user.name,
      email: user.email,
      mustChangePassword: user.mustChangePassword === true,
      twoFactorEnabled: user.twoFactorEnabled === true,
    },
    activeOrganizationId: session.activeOrganizationId ?? null,
  }
}

/**
 * Finds who is signed in by the session cookie, and for which organization. Reads the membership each time, so that a
 * person who is removed from an organization is out with the next request.
 *
 * @returns null without a valid session or without a membership
 */
export async function getSession(headers: Headers): Promise<OperatorSession | null> {
  const signedIn = await findSignedIn(headers)
  if (!signedIn) return null
  const { sessionId, user, activeOrganizationId } = signedIn
  const membership = await findMembership(user.id, activeOrganizationId)
  if (!membership) return null
  return { sessionId, user, organization: membership.organization, role: membership.role }
}

/** Says whether a request has a session cookie. Only `getSession` knows whether the cookie is valid. */
export function hasSessionCookie(headers: Headers): boolean {
  return getSessionCookie(headers, { cookiePrefix: COOKIE_PREFIX }) !== null
}

/** Returns the operator as an actor for use cases. */
export function toActor(session: OperatorSession): Actor {
  const { user, organization, role } = session
  return { organizationId: organization.id, kind: 'user', id: user.id, label: user.name, role }
}
