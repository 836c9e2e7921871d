import { setTimeout as sleep } from 'node:timers/promises'
import { RollcallError } from '@/domain/errors'
import { attemptSignIn } from '@/domain/sign-in/attempt-sign-in'
import type { SignInInput } from '@/domain/sign-in/sign-in.schema'
import { env } from '@/platform/env'
import { clientAddress } from '@/platform/http/client-address'
import { ADDRESS_HEADER, auth } from './auth'

/** What sign-in returns: the operator, and the cookies to set. The session's token is only in the cookie. */
export type SignedIn = { user: { id: string; name: string; email: string }; cookies: string[] }

/**
 * Signs an operator in, within the limits of the address and of the account.
 *
 * @throws UNAUTHORIZED for a wrong email or password, RATE_LIMITED with `retryAfterSeconds`, FORBIDDEN for a request
 *   from another site's page
 */
export function signIn(headers: Headers, input: SignInInput): Promise<SignedIn> {
  const address = clientAddress(headers)
  const check = async () => {
    const response = await askAuth(headers, address, '/sign-in/email', input)
    return { succeeded: response.ok, result: response }
  }
  return attemptSignIn({ email: input.email, address }, check, sleep).then(readSignedIn)
}

async function readSignedIn(response: Response): Promise<SignedIn> {
  if (response.status === 401) {
    throw new RollcallError('UNAUTHORIZED', 'This email and password do not belong together. Check both.')
  }
  assertAllowed(response)
  const { user } = (await response.json()) as { user: SignedIn['user'] }
  return { user: { id: user.id, name: user.name, email: user.email }, cookies: response.headers.getSetCookie() }
}

/**
 * Ends the session of the request's cookie, if there is one.
 *
 * @returns the cookies that remove the session's cookies
 * @throws FORBIDDEN for a request from another site's page
 */
export async function signOut(headers: Headers): Promise<string[]> {
  const response = await askAuth(headers, clientAddress(headers), '/sign-out', {})
  assertAllowed(response)
  return response.headers.getSetCookie()
}

function assertAllowed(response: Response): void {
  if (response.status === 403) {
    throw new RollcallError('FORBIDDEN', 'Sign in and out on the pages of Rollcall itself, at its own address.')
  }
  if (!response.ok) throw new Error(`better-auth answered ${response.status}`)
}

/** Sends better-auth the request that it would have received over HTTP, so that it checks origin and cookies itself. */
function askAuth(headers: Headers, address: string, path: string, body: object): Promise<Response> {
  const passed = new Headers({ 'content-type': 'application/json', [ADDRESS_HEADER]: address })
  for (const name of [
    'cookie',
    'origin',
    'referer',
    'user-agent',
    'sec-fetch-site',
    'sec-fetch-mode',
    'sec-fetch-dest',
  ]) {
    const value = headers.get(name)
    if (value !== null) passed.set(name, value)
  }
  const url = `${env().APP_URL}/api/auth${path}`
  return auth().handler(new Request(url, { method: 'POST', headers: passed, body: JSON.stringify(body) }))
}
