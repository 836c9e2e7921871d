import { randomBytes } from 'node:crypto'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const TIME_CHARS = 10
const ENTROPY_BYTES = 10

/** The seed the SDK sends with `POST /e/<key>`, the same on each of its tries (protocol §3). */
export type EventIdSeed = { timeMs: number; entropy: Uint8Array }

/** Makes a new ULID: 26 characters, sorted by time. */
export function newUlid(nowMs: number): string {
  return encodeUlid(nowMs, randomBytes(ENTROPY_BYTES))
}

/**
 * Returns the id of the event at `index` (from 0) of a seeded request. The id is deterministic, so that a repeated
 * request names the same events. The index, counted from 1 as the Go server does (`pkg/event/id.go`), is added to the
 * last four bytes of the entropy, big endian and wrapping.
 */
export function seededUlid(seed: EventIdSeed, index: number): string {
  const entropy = Buffer.from(seed.entropy)
  entropy.writeUInt32BE((entropy.readUInt32BE(6) + index + 1) >>> 0, 6)
  return encodeUlid(seed.timeMs, entropy)
}

/** Reads the header `x-inngest-event-id-seed`: `<ms>,<base64 of 10 bytes>`. Null when it is not one. */
export function parseEventIdSeed(header: string | undefined): EventIdSeed | null {
  const match = header?.match(/^(\d{1,15}),([A-Za-z0-9+/_-]+={0,2})$/)
  if (!match) return null
  const entropy = Buffer.from(match[2] as string, 'base64')
  const timeMs = Number(match[1])
  return entropy.length === ENTROPY_BYTES && timeMs < 2 ** 48 ? { timeMs, entropy } : null
}

/** Returns the smallest ULID of a moment: ids below it are older. */
export function ulidFloor(timeMs: number): string {
  return encodeUlid(timeMs, new Uint8Array(ENTROPY_BYTES))
}

function encodeUlid(timeMs: number, entropy: Uint8Array): string {
  let text = ''
  let time = timeMs
  for (let i = 0; i < TIME_CHARS; i++) {
    text = ALPHABET[time % 32] + text
    time = Math.floor(time / 32)
  }
  let bits = 0
  let bitCount = 0
  for (const byte of entropy) {
    bits = (bits << 8) | byte
    bitCount += 8
    while (bitCount >= 5) {
      bitCount -= 5
      text += ALPHABET[(bits >>> bitCount) & 31]
    }
    bits &= (1 << bitCount) - 1
  }
  return text
}
