import { RollcallError } from '@/domain/errors'
import { env } from '@/platform/env'

/** The origins of the console. On one's own machine it is reached by either name of loopback. */
export function ownOrigins(): string[] {
  const { APP_URL, PORT } = env()
  const { origin, hostname } = new URL(APP_URL)
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  const loopback = ['localhost', '127.0.0.1', '[::1]'].map((name) => `http://${name}:${PORT}`)
  return [...new Set([origin, ...(isLoopback ? loopback : [])])]
}

/**
 * A session is only for the console's own pages: a browser says by `Origin` which page a request comes from. Programs
 * send none, and keys, which no browser adds by itself, are good from anywhere.
 *
 * @throws FORBIDDEN
 */
export function assertOwnOrigin(headers: Headers): void {
  const origin = headers.get('origin')
  if (origin === null || ownOrigins().includes(origin)) return
  throw new RollcallError(
    'FORBIDDEN',
    `A session cannot be used from pages of another site. Open the console at ${env().APP_URL}, or use an API key.`,
  )
}
