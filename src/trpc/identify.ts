import { actorFromApiKey, apiKeyOf } from '@/auth/api-key'
import { assertOwnOrigin } from '@/auth/own-origin'
import { getSession, type OperatorSession, toActor } from '@/auth/session'
import type { Rights } from '@/domain/access/may.rules'
import type { Actor } from '@/domain/actor'
import { RollcallError } from '@/domain/errors'
import { countCalls } from './count-calls'

export type Caller = { actor: Actor; rights: Rights; session: OperatorSession | null }

/**
 * Finds who sent a request: an operator by the session cookie, or an internal tool by its API key. The key wins. All
 * calls of the request take their tokens of the key's rate limit together, or none does. A session has no such limit.
 *
 * @throws FORBIDDEN for a session on another site's page, UNAUTHORIZED, INVALID_API_KEY, RATE_LIMITED, VALIDATION_ERROR
 *   for more calls than the key may ever make at once
 */
export async function identify(request: Request, resHeaders: Headers): Promise<Caller> {
  const { url, headers } = request
  if (apiKeyOf(headers) === null) {
    const session = await getSession(headers)
    if (session) {
      assertOwnOrigin(headers)
      return { actor: toActor(session), rights: { role: session.role }, session }
    }
  }
  const calls = countCalls(url)
  const { actor, rights, rateLimit } = await actorFromApiKey(request, calls)
  const { limit, remaining, resetSeconds, retryAfterSeconds } = rateLimit
  resHeaders.set('ratelimit-limit', String(limit))
  resHeaders.set('ratelimit-remaining', String(remaining))
  resHeaders.set('ratelimit-reset', String(resetSeconds))
  if (retryAfterSeconds === null) return { actor, rights, session: null }
  if (calls > limit) {
    throw new RollcallError(
      'VALIDATION_ERROR',
      `This request holds ${calls} calls, and this key may make ${limit} a second. Send at most ${limit} in one request.`,
    )
  }
  throw new RollcallError(
    'RATE_LIMITED',
    `This key may make ${limit} calls a second. Try again in ${retryAfterSeconds} s.`,
    { retryAfterSeconds },
  )
}
