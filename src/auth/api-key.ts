import { type AuthenticatedKey, authenticateApiKey } from '@/domain/api-keys/authenticate-api-key'
import { clientAddress } from '@/platform/http/client-address'

/** The header that carries an API key, for REST and tRPC alike. */
export const API_KEY_HEADER = 'x-api-key'

/**
 * Finds the actor of the request's API key, and the state of the key's rate limit after this request.
 *
 * @param calls how many tokens the request takes; it takes all of them or none
 * @throws UNAUTHORIZED, INVALID_API_KEY, RATE_LIMITED for an address that sends wrong keys
 */
export function actorFromApiKey(headers: Headers, calls = 1): Promise<AuthenticatedKey> {
  return authenticateApiKey(headers.get(API_KEY_HEADER), calls, clientAddress(headers))
}
