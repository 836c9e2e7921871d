import { RollcallError } from '@/domain/errors'
import { parseJson } from '@/domain/parse-json'
import { readLimitedBody } from '@/domain/read-limited-body'

/**
 * Reads the body as JSON.
 *
 * @throws PAYLOAD_TOO_LARGE, then UNSUPPORTED_MEDIA_TYPE, then INVALID_JSON (also for bytes that are not UTF-8)
 */
export async function readJsonBody(request: Request): Promise<unknown> {
  return parseJson(await readTextBody(request))
}

/** Does what `readJsonBody` does, but returns undefined for a request without a body, whatever its content type. */
export async function readOptionalJsonBody(request: Request): Promise<unknown> {
  const bytes = await readLimitedBody(request)
  return bytes.length === 0 ? undefined : parseJson(toText(request, bytes))
}

/**
 * Reads the body as text, for JSON whose signature has to be checked before it is parsed.
 *
 * @throws PAYLOAD_TOO_LARGE, then UNSUPPORTED_MEDIA_TYPE, then INVALID_JSON for bytes that are not UTF-8
 */
export async function readTextBody(request: Request): Promise<string> {
  return toText(request, await readLimitedBody(request))
}

function toText(request: Request, bytes: Uint8Array<ArrayBuffer>): string {
  assertJson(request.headers.get('content-type'))
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new RollcallError('INVALID_JSON', 'The body is not UTF-8.')
  }
}

function assertJson(contentType: string | null): void {
  const [type = '', ...parameters] = (contentType ?? '').toLowerCase().split(';')
  const isJson = /^application\/(?:json|[\w.+-]+\+json)$/.test(type.trim())
  const charset = parameters.map((part) => part.trim()).find((part) => part.startsWith('charset='))
  const isUtf8 = charset === undefined || /^charset="?utf-?8"?$/.test(charset)
  if (isJson && isUtf8) return
  throw new RollcallError(
    'UNSUPPORTED_MEDIA_TYPE',
    'Send the body as JSON in UTF-8, with content-type: application/json.',
  )
}
