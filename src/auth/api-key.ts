import { type AuthenticatedKey, authenticateApiKey } from '@/domain/api-keys/authenticate-api-key'

/** The header that carries an API key, for REST and tRPC alike. */
export const API_KEY_HEADER = 'x-api-key'

/**
 * The actor behind the request's API key, with the state of its rate limit after this request.
 *
 * @throws UNAUTHORIZED, INVALID_API_KEY
 */
export function actorFromApiKey(headers: Headers): Promise<AuthenticatedKey> {
  return authenticateApiKey(headers.get(API_KEY_HEADER))
}
