import { getSessionCookie } from 'better-auth/cookies'
import type { Actor, Role } from '@/domain/actor'
import { findMembership, type Membership } from '@/domain/organizations/find-membership'
import { auth, COOKIE_PREFIX } from './auth'

/** An operator who is signed in, and the organization for which they work. */
export type OperatorSession = {
  user: { id: string; name: string; email: string }
  organization: Membership['organization']
  role: Role
}

/**
 * Finds who is signed in by the session cookie, and for which organization. Reads the membership each time, so that a
 * person who is removed from an organization is out with the next request.
 *
 * @returns null without a valid session or without a membership
 */
export async function getSession(headers: Headers): Promise<OperatorSession | null> {
  const found = await auth().api.getSession({ headers })
  if (!found) return null
  const { user, session } = found
  const membership = await findMembership(user.id, session.activeOrganizationId ?? null)
  if (!membership) return null
  return {
    user: { id: user.id, name: user.name, email: user.email },
    organization: membership.organization,
    role: membership.role,
  }
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
