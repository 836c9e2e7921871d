import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { getPageSession } from './page-session'
import type { OperatorSession } from './session'

/** What the browser gets of a session. */
export type FrameSession = {
  user: { id: string; name: string; email: string }
  organization: { id: string; name: string }
  role: OperatorSession['role']
}

// Layout and page of one request ask the database once.
const findSession = cache(async () => getPageSession(await headers()))

/**
 * Returns who is signed in, for a page; sends visitors who are not to the sign-in, and whoever has a one-time password
 * to its change.
 */
export async function requireSession(): Promise<OperatorSession> {
  const session = (await findSession()) ?? redirect('/sign-in')
  if (session.user.mustChangePassword) redirect('/change-password')
  return session
}

/** Returns who is signed in, as far as the browser gets to know it; sends visitors who are not to the sign-in. */
export async function requireFrameSession(): Promise<FrameSession> {
  const { user, organization, role } = await requireSession()
  return {
    user: { id: user.id, name: user.name, email: user.email },
    organization: { id: organization.id, name: organization.name },
    role,
  }
}
