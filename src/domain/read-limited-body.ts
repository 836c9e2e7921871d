import { RollcallError } from '@/domain/errors'

/** The largest body of a request, at every door. 1,000 contacts with long variables stay below it. */
export const BODY_BYTES_MAX = 5 * 1024 * 1024

// What is sent beyond the limit is read and thrown away up to here: a client that is still writing would meet a reset
// connection and never see the 413.
const DRAIN_BYTES_MAX = 4 * BODY_BYTES_MAX

/**
 * The body of a request, of at most 5 MB, whatever its headers say of its length.
 *
 * @throws PAYLOAD_TOO_LARGE
 */
export async function readLimitedBody(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = []
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
