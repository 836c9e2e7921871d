import { isDatabaseTrouble } from '@/platform/database-trouble'
import { logger } from '@/platform/logger'
import { RollcallError } from './errors'

const RETRY_AFTER_SECONDS = 5

/**
 * Turns what was thrown into one of our errors: the error itself, or SERVICE_UNAVAILABLE when the database cannot be
 * used now. Null for a bug of ours; the caller logs it and answers without its details.
 */
export function knownError(thrown: unknown): RollcallError | null {
  if (thrown instanceof RollcallError) return thrown
  if (!isDatabaseTrouble(thrown)) return null
  // Without its stack: an outage writes this once for each request.
  const reason = thrown instanceof Error ? thrown.message.trim().split('\n').at(-1) : String(thrown)
  logger.warn({ reason }, 'The database was not available for a request.')
  return new RollcallError(
    'SERVICE_UNAVAILABLE',
    `Rollcall's database is not available right now. Try again in ${RETRY_AFTER_SECONDS} s.`,
    { retryAfterSeconds: RETRY_AFTER_SECONDS },
  )
}

/**
 * Returns the headers that an error's details ask for: `Retry-After` for RATE_LIMITED and SERVICE_UNAVAILABLE, and
 * `Accept-Encoding` for UNSUPPORTED_MEDIA_TYPE when the encoding was not supported (RFC 9110, 15.5.16).
 */
export function errorHeaders({ details }: RollcallError): Record<string, string> {
  const { retryAfterSeconds, acceptedEncodings } = (details ?? {}) as Record<string, unknown>
  return {
    ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
    ...(Array.isArray(acceptedEncodings) && { 'accept-encoding': acceptedEncodings.join(', ') }),
  }
}
