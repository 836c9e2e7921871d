import { RollcallError } from '@/domain/errors'
import { env } from '@/platform/env'
import { clientAddress } from '@/platform/http/client-address'
import { ADDRESS_HEADER, auth } from './auth'

const PASSED_HEADERS = [
  'cookie',
  'origin',
  'referer',
  'user-agent',
  'sec-fetch-site',
  'sec-fetch-mode',
  'sec-fetch-dest',
]

/**
 * Sends better-auth the request that it would have received over HTTP, so that it checks origin and cookies itself.
 *
 * @param path below `/api/auth`, such as `/sign-out`
 */
export function askAuth(headers: Headers, path: string, body: object): Promise<Response> {
  const passed = new Headers({ 'content-type': 'application/json', [ADDRESS_HEADER]: clientAddress(headers) })
  for (const name of PASSED_HEADERS) {
    const value = headers.get(name)
    if (value !== null) passed.set(name, value)
  }
  const url = `${env().APP_URL}/api/auth${path}`
  return auth().handler(new Request(url, { method: 'POST', headers: passed, body: JSON.stringify(body) }))
}

/**
 * better-auth locks the second factor of an account after ten wrong codes in a row, whoever gave them, and answers 429
 * to each of its routes that takes one, also for somebody who is signed in.
 *
 * @throws RATE_LIMITED
 */
export function assertNotLocked(response: Response): void {
  if (response.status !== 429) return
  throw new RollcallError('RATE_LIMITED', 'Too many wrong codes. Wait a quarter of an hour, and try again.')
}
