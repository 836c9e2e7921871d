import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib'
import { logger } from '@/platform/logger'
import { RollcallError } from './errors'

/** The largest body of a request, at every door. 1,000 contacts with long variables are smaller. */
export const BODY_BYTES_MAX = 5 * 1024 * 1024

// What is sent beyond the limit is read and thrown away up to here: a client that is still writing would meet a reset
// connection and never see the 413.
const DRAIN_BYTES_MAX = 4 * BODY_BYTES_MAX

/** The `Content-Encoding`s that a body may have. */
export const BODY_ENCODINGS = ['gzip', 'br', 'deflate'] as const

type Unpack = (packed: Uint8Array, options: { maxOutputLength: number }) => Promise<Uint8Array<ArrayBuffer>>

const UNPACK: Record<string, Unpack> = {
  gzip: promisify(gunzip) as Unpack,
  'x-gzip': promisify(gunzip) as Unpack,
  br: promisify(brotliDecompress) as Unpack,
  // Some send deflate without the wrapper of zlib, which always begins with an 8 in these bits (RFC 1950).
  deflate: (packed, options) =>
    (((packed[0] ?? 0) & 0x0f) === 8 ? (promisify(inflate) as Unpack) : (promisify(inflateRaw) as Unpack))(
      packed,
      options,
    ),
}

/**
 * Reads and unpacks the body of a request. The body may have at most 5 MB packed and at most 5 MB unpacked, whatever
 * its headers claim. What comes beyond that is thrown away, and reading stops at 20 MB.
 *
 * @throws PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE for another encoding, INVALID_JSON for a body that cannot be
 * unpacked or that the client broke off
 */
export async function readLimitedBody(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await readBytes(request)
  const encoding = (request.headers.get('content-encoding') ?? 'identity').trim().toLowerCase()
  if (encoding === 'identity' || encoding === '' || bytes.length === 0) return bytes
  const unpack = Object.hasOwn(UNPACK, encoding) ? UNPACK[encoding] : undefined
  if (!unpack) {
    throw new RollcallError(
      'UNSUPPORTED_MEDIA_TYPE',
      `The content-encoding ${JSON.stringify(encoding.slice(0, 64))} is not known here. Send the body as it is, or packed once with ${BODY_ENCODINGS.join(', ')}.`,
      { acceptedEncodings: BODY_ENCODINGS },
    )
  }
  try {
    return await unpack(bytes, { maxOutputLength: BODY_BYTES_MAX })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge('unpacked')
    throw new RollcallError(
      'INVALID_JSON',
      `The body cannot be unpacked as ${encoding}, which its content-encoding says.`,
    )
  }
}

async function readBytes(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  if (request.body) {
    const reader = request.body.getReader()
    for (;;) {
      const { done, value } = await reader.read().catch(throwBrokenOff)
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
    throw tooLarge()
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, length)
}

function tooLarge(how = ''): RollcallError {
  const size = how === '' ? 'over 5 MB' : `over 5 MB ${how}`
  return new RollcallError('PAYLOAD_TOO_LARGE', `The body is ${size}. Send fewer contacts in one request.`)
}

/**
 * Reports an upload that the client broke off. Anybody can do that as often as they like, so it is one log line and no
 * error of ours.
 */
function throwBrokenOff(error: unknown): never {
  logger.info({ reason: error instanceof Error ? error.message : String(error) }, 'A client broke its upload off.')
  throw new RollcallError('INVALID_JSON', 'The body ended before it was whole.')
}
