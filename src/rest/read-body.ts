import { parseRequest } from '@/domain/parse-request'
import type { Endpoint } from './define-endpoint'
import { readJsonBody, readOptionalJsonBody, readTextBody } from './read-json-body'

/**
 * Reads the body of a request as its endpoint declares it: JSON, text, or undefined.
 *
 * @throws PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, INVALID_JSON
 */
export async function readBody({ body }: Pick<Endpoint, 'body'>, request: Request): Promise<unknown> {
  if (!body) return undefined
  if (body.kind === 'text') return readTextBody(request)
  return body.kind === 'optionalJson' ? ((await readOptionalJsonBody(request)) ?? {}) : readJsonBody(request)
}

/**
 * Parses the body that was read, where the declaration leaves that to the door.
 *
 * @throws VALIDATION_ERROR
 */
export function parseBody({ body }: Pick<Endpoint, 'body'>, read: unknown): unknown {
  return body?.kind === 'json' || body?.kind === 'optionalJson' ? parseRequest(body.schema, read) : read
}
