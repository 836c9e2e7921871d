import { getSessionCookie } from 'better-auth/cookies'
import type { Actor } from '@/domain/actor'
import { findMembership, type Membership } from '@/domain/organizations/find-membership'
import { auth, COOKIE_PREFIX } from './auth'

/** A signed-in operator at work for one organization. */
export type OperatorSession = {
  user: { id: string; name: string; email: string }
  organization: Membership['organization']
}

/**
 * Who is signed in, by the session cookie, and for which organization. The membership is read each time: whoever is
 * removed from an organization is out with the next request. Null without a valid session or a membership.
 */
export async function getSession(headers: Headers): Promise<OperatorSession | null> {
  const found = await auth().api.getSession({ headers })
  if (!found) return null
  const { user, session } = found
  const membership = await findMembership(user.id, session.activeOrganizationId ?? null)
  if (!membership) return null
  return { user: { id: user.id, name: user.name, email: user.email }, organization: membership.organization }
}

/** Whether a request has a session's cookie. Whether that is good, only `getSession` knows. */
export function hasSessionCookie(headers: Headers): boolean {
  return getSessionCookie(headers, { cookiePrefix: COOKIE_PREFIX }) !== null
}

/** The operator as the actor of use cases. */
export function toActor(session: OperatorSession): Actor {
  return { organizationId: session.organization.id, kind: 'user', id: session.user.id, label: session.user.name }
}
