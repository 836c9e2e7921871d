import { knownError } from '@/domain/known-error'
import { giveUpPage } from '@/platform/unavailable-pages'
import { getSession, type OperatorSession } from './session'

/**
 * Finds who asks for a page, as `getSession` does. When the database cannot be used now, the answer to the page becomes
 * a 503.
 *
 * @param headers of the request, as the server in front of Next has passed them on
 * @returns null without a valid session or without a membership
 */
export async function getPageSession(headers: Headers): Promise<OperatorSession | null> {
  try {
    return await getSession(headers)
  } catch (error) {
    const { retryAfterSeconds } = (knownError(error)?.details ?? {}) as { retryAfterSeconds?: number }
    const nonce = headers.get('x-nonce')
    if (retryAfterSeconds !== undefined && nonce !== null) giveUpPage(nonce, retryAfterSeconds)
    throw error
  }
}
