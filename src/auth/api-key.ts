import { type AuthenticatedKey, authenticateApiKey } from '@/domain/api-keys/authenticate-api-key'
import { nameKey } from '@/domain/in-request'
import { clientAddress } from '@/platform/http/client-address'

/** The header that carries an API key, for REST and tRPC alike. */
export const API_KEY_HEADER = 'x-api-key'

const BEARER = /^bearer +(\S+) *$/i

/**
 * Finds the key that a request carries: in `x-api-key`, which wins, or as `Authorization: Bearer`. Any other scheme of
 * `Authorization` is somebody else's, such as a proxy's.
 */
export function apiKeyOf(headers: Headers): string | null {
  return headers.get(API_KEY_HEADER) ?? BEARER.exec(headers.get('authorization') ?? '')?.[1] ?? null
}

/**
 * Finds the actor of the request's API key, and the state of the key's rate limit after this request. The request log
 * of the key tells of the request from then on.
 *
 * @param calls how many tokens the request takes; it takes all of them or none
 * @throws UNAUTHORIZED, INVALID_API_KEY, RATE_LIMITED for an address that sends wrong keys
 */
export async function actorFromApiKey({ headers, method, url }: Request, calls = 1): Promise<AuthenticatedKey> {
  const found = await authenticateApiKey(apiKeyOf(headers), calls, clientAddress(headers))
  const { id: apiKeyId, organizationId } = found.actor
  nameKey({ apiKeyId, organizationId, method, path: new URL(url).pathname })
  return found
}
