import { setTimeout as sleep } from 'node:timers/promises'
import type { SecondFactorInput } from '@/domain/accounts/account.schema'
import { RollcallError } from '@/domain/errors'
import { attemptSecondFactor } from '@/domain/sign-in/attempt-second-factor'
import { attemptSignIn } from '@/domain/sign-in/attempt-sign-in'
import type { SignInInput } from '@/domain/sign-in/sign-in.schema'
import { clientAddress } from '@/platform/http/client-address'
import { askAuth, assertNotLocked } from './ask-auth'
import { COOKIE_PREFIX } from './auth'

type SignedInUser = { id: string; name: string; email: string }

/**
 * What sign-in returns: the operator, or null while the second factor is still to come, and the cookies to set. The
 * session's token is only in the cookie.
 */
export type SignedIn = { user: SignedInUser | null; cookies: string[] }

/**
 * Signs an operator in, within the limits of the address and of the account.
 *
 * @throws UNAUTHORIZED for a wrong email or password, RATE_LIMITED with `retryAfterSeconds`, FORBIDDEN for a request
 *   from another site's page
 */
export async function signIn(headers: Headers, input: SignInInput): Promise<SignedIn> {
  const address = clientAddress(headers)
  const check = async () => {
    const response = await askAuth(headers, '/sign-in/email', input)
    const body = response.ok ? ((await response.json()) as { twoFactorRedirect?: boolean; user?: SignedInUser }) : {}
    return { succeeded: response.ok, secondFactor: body.twoFactorRedirect === true, result: { response, body } }
  }
  const { response, body } = await attemptSignIn({ email: input.email, address }, check, sleep)
  if (response.status === 401) {
    throw new RollcallError('UNAUTHORIZED', 'This email and password do not belong together. Check both.')
  }
  assertAllowed(response)
  return { user: body.user ? toUser(body.user) : null, cookies: response.headers.getSetCookie() }
}

/**
 * Makes the second step of a sign-in: a code of the authenticator app, or a backup code, which is used up by it.
 *
 * @throws VALIDATION_ERROR for a wrong code, UNAUTHORIZED when the first step is too long ago or was never made,
 *   RATE_LIMITED after many wrong codes
 */
export async function giveSecondFactor(headers: Headers, input: SecondFactorInput): Promise<SignedIn> {
  const { by, code } = input
  const path = by === 'app' ? '/two-factor/verify-totp' : '/two-factor/verify-backup-code'
  const attempt = { challenge: findChallenge(headers), by, address: clientAddress(headers) }
  const { response, body } = await attemptSecondFactor(attempt, async () => {
    const response = await askAuth(headers, path, { code })
    const body = (await response.json().catch(() => ({}))) as { code?: string; user?: SignedInUser }
    return { succeeded: response.ok, result: { response, body } }
  })
  if (body.code === 'INVALID_CODE' || body.code === 'INVALID_BACKUP_CODE') {
    const message =
      by === 'app'
        ? 'This code is not right. Codes change every 30 seconds: use the one that the app shows now.'
        : 'This is none of your backup codes, or it was used before.'
    throw new RollcallError('VALIDATION_ERROR', message, [{ path: 'code', message }])
  }
  assertNotLocked(response)
  if (body.code === 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE') {
    throw new RollcallError('RATE_LIMITED', 'Too many wrong codes. Sign in with your password again.')
  }
  if (response.status === 400 || response.status === 401) {
    throw new RollcallError('UNAUTHORIZED', 'This took too long. Sign in with your password again.')
  }
  assertAllowed(response)
  return { user: body.user ? toUser(body.user) : null, cookies: response.headers.getSetCookie() }
}

function toUser({ id, name, email }: SignedInUser): SignedInUser {
  return { id, name, email }
}

/** Finds the id of the sign-in that waits for its second step. Whether the cookie is genuine, better-auth decides. */
function findChallenge(headers: Headers): string | null {
  const match = new RegExp(`(?:^|;\\s*)(?:__Secure-)?${COOKIE_PREFIX}\\.two_factor=([^;.]+)`).exec(
    headers.get('cookie') ?? '',
  )
  return match?.[1] ?? null
}

/**
 * Ends the session of the request's cookie, if there is one.
 *
 * @returns the cookies that remove the session's cookies
 * @throws FORBIDDEN for a request from another site's page
 */
export async function signOut(headers: Headers): Promise<string[]> {
  const response = await askAuth(headers, '/sign-out', {})
  assertAllowed(response)
  return response.headers.getSetCookie()
}

function assertAllowed(response: Response): void {
  if (response.status === 403) {
    throw new RollcallError('FORBIDDEN', 'Sign in and out on the pages of Rollcall itself, at its own address.')
  }
  if (!response.ok) throw new Error(`better-auth answered ${response.status}`)
}
