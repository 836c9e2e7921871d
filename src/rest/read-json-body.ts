import { RollcallError } from '@/domain/errors'

/** The largest body of a request. 1,000 contacts with long variables stay below it. */
export const BODY_BYTES_MAX = 5 * 1024 * 1024

// What is sent beyond the limit is read and thrown away up to here: a client that is still writing would meet a reset
// connection and never see the 413.
const DRAIN_BYTES_MAX = 4 * BODY_BYTES_MAX

/**
 * @throws PAYLOAD_TOO_LARGE, then UNSUPPORTED_MEDIA_TYPE, then INVALID_JSON (also for bytes that are not UTF-8)
 */
export async function readJsonBody(request: Request): Promise<unknown> {
  const text = await readTextBody(request)
  try {
    return JSON.parse(text)
  } catch (error) {
    const reason = error instanceof Error ? ` (${error.message})` : ''
    throw new RollcallError('INVALID_JSON', `The body is not JSON${reason}.`)
  }
}

/**
 * The body as text, for JSON whose signature has to be checked before it is parsed.
 *
 * @throws PAYLOAD_TOO_LARGE, then UNSUPPORTED_MEDIA_TYPE, then INVALID_JSON for bytes that are not UTF-8
 */
export async function readTextBody(request: Request): Promise<string> {
  const bytes = await readBytes(request)
  assertJson(request.headers.get('content-type'))
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new RollcallError('INVALID_JSON', 'The body is not UTF-8.')
  }
}

async function readBytes(request: Request): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  if (request.body) {
    const reader = request.body.getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      length += value.length
      if (length <= BODY_BYTES_MAX) chunks.push(value)
      else chunks.length = 0
      if (length > DRAIN_BYTES_MAX) {
        await reader.cancel()
        break
      }
    }
  }
  if (length > BODY_BYTES_MAX) {
    throw new RollcallError('PAYLOAD_TOO_LARGE', 'The body is over 5 MB. Send fewer contacts in one request.')
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, length)
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
