import { RollcallError } from '@/domain/errors'
import { env } from '@/platform/env'

/** Returns the origins of the console. A console on loopback can be reached by each name of loopback. */
export function ownOrigins(): string[] {
  const { APP_URL, PORT } = env()
  const { origin, hostname } = new URL(APP_URL)
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  const loopback = ['localhost', '127.0.0.1', '[::1]'].map((name) => `http://${name}:${PORT}`)
  return [...new Set([origin, ...(isLoopback ? loopback : [])])]
}

/**
 * Refuses a session that is used from another site's page. A browser names the page a request comes from in `Origin`, and
 * says in `Sec-Fetch-Site` how far that page is from us, also where it sends no `Origin`: when a link or a form of another
 * site leads to a GET, as to a download, the cookie comes along, since it is `SameSite=Lax`. `none` is an address that was
 * typed, or a bookmark. A program sends neither and passes. API keys are not checked here: no browser adds a key by itself.
 *
 * @throws FORBIDDEN
 */
export function assertOwnOrigin(headers: Headers): void {
  const origin = headers.get('origin')
  const site = headers.get('sec-fetch-site')
  const isOurs = origin === null || ownOrigins().includes(origin)
  if (isOurs && (site === null || site === 'same-origin' || site === 'none')) return
  throw new RollcallError(
    'FORBIDDEN',
    `A session cannot be used from pages of another site. Open the console at ${env().APP_URL}, or use an API key.`,
  )
}
