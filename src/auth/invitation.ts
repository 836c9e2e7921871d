import { assertOwnPassword } from '@/domain/access/one-time-password.rules'
import { switchOrganization } from '@/domain/accounts/switch-organization'
import { acceptInvitation } from '@/domain/members/accept-invitation'
import { findInvitation, type OpenInvitation } from '@/domain/members/find-invitation'
import type { AcceptInvitationInput } from '@/domain/members/member.schema'
import { clientAddress } from '@/platform/http/client-address'
import { assertOwnOrigin } from './own-origin'
import { findSignedIn } from './session'
import { signIn } from './sign-in'

/**
 * Finds the invitation behind a link, and who looks at it.
 *
 * @throws RATE_LIMITED
 */
export async function openInvitation(
  headers: Headers,
  token: string,
): Promise<{ invitation: OpenInvitation | null; signedInAs: string | null }> {
  const [invitation, signedIn] = await Promise.all([
    findInvitation(token, clientAddress(headers)),
    findSignedIn(headers),
  ])
  return { invitation, signedInAs: signedIn?.user.email ?? null }
}

/**
 * Accepts an invitation. Whoever is signed in works for the organization from now on; a new user is signed in.
 *
 * @returns cookies to set
 * @throws what `acceptInvitation` throws, FORBIDDEN for a request from another site's page
 */
export async function joinByInvitation(headers: Headers, input: AcceptInvitationInput): Promise<string[]> {
  assertOwnOrigin(headers)
  const signedIn = await findSignedIn(headers)
  if (signedIn) assertOwnPassword(signedIn.user, 'invitation.accept')
  const acceptor = signedIn && { userId: signedIn.user.id, email: signedIn.user.email }
  const accepted = await acceptInvitation(acceptor, input, clientAddress(headers))
  if (signedIn) {
    await switchOrganization(
      { id: signedIn.user.id, label: signedIn.user.name },
      signedIn.sessionId,
      accepted.organizationId,
    )
    return []
  }
  const { cookies } = await signIn(headers, { email: accepted.email, password: input.newUser?.password ?? '' })
  return cookies
}
