/**
 * Ids. Rows have UUIDv7 (RFC 9562), so that new rows go to the end of their index. A public id is a prefix of the table
 * below, a dot, and the UUID in 26 characters of lower-case Crockford base32 (the suffix of the TypeID spec). Batches,
 * imports, endpoints and deliveries use the bare UUID as their public id.
 */
export const ID_PREFIXES = {
  agent: 'agent',
  sequence: 'call-sequence',
  call: 'call',
} as const

export type IdKind = keyof typeof ID_PREFIXES

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const UUID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const SUFFIX_PATTERN = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

// Random bytes are drawn in bulk: a batch of 1,000 contacts needs 1,000 ids, and a call of getRandomValues for each
// would cost more than the rest of the id.
const pool = new Uint8Array(10 * 512)
let poolAt = pool.length
let lastMs = 0
let counter = 0

/**
 * Makes a UUIDv7. Ids made one after the other in one process sort in that order: within a millisecond the 12 bits
 * after the version count up from a random start below 2,048, and an overflow moves the timestamp a millisecond ahead.
 */
export function newId(): string {
  return idAt(Date.now())
}

/** Makes several ids in order, with one look at the clock. */
export function newIds(count: number): string[] {
  const nowMs = Date.now()
  return Array.from({ length: count }, () => idAt(nowMs))
}

/** Returns the lowest UUIDv7 of a moment: every id that was made before it is lower. */
export function firstIdAt(ms: number): string {
  const time = ms.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`
}

function idAt(nowMs: number): string {
  if (poolAt === pool.length) {
    crypto.getRandomValues(pool)
    poolAt = 0
  }
  const at = poolAt
  poolAt += 10
  const byte = (offset: number) => pool[at + offset] as number

  if (nowMs > lastMs) {
    lastMs = nowMs
    counter = ((byte(0) << 8) | byte(1)) & 0x7ff
  } else if (++counter > 0xfff) {
    lastMs++
    counter = 0
  }
  const time = lastMs.toString(16).padStart(12, '0')
  const h = (offset: number) => HEX[byte(offset)] as string
  return (
    `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, '0')}-` +
    `${HEX[(byte(2) & 0x3f) | 0x80]}${h(3)}-${h(4)}${h(5)}${h(6)}${h(7)}${h(8)}${h(9)}`
  )
}

/**
 * Tells whether the text is a UUID in lower case with dashes, as we write them. Any other text is an unknown id, not an
 * error.
 */
export function isUuid(text: string): boolean {
  return UUID_PATTERN.test(text)
}

/** Turns a UUID into a public id: `agent.01h455vb4pex5vsknk084sn02q`. */
export function toPublicId(kind: IdKind, uuid: string): string {
  let value = BigInt(`0x${uuid.replaceAll('-', '')}`)
  let suffix = ''
  for (let i = 0; i < 26; i++) {
    suffix = ALPHABET[Number(value & 31n)] + suffix
    value >>= 5n
  }
  return `${ID_PREFIXES[kind]}.${suffix}`
}

/** Returns the UUID behind a public id of this kind; null when the text is not one. */
export function parsePublicId(kind: IdKind, text: string): string | null {
  const prefix = `${ID_PREFIXES[kind]}.`
  if (!text.startsWith(prefix)) return null
  const suffix = text.slice(prefix.length)
  if (!SUFFIX_PATTERN.test(suffix)) return null
  let value = 0n
  for (const character of suffix) value = (value << 5n) | BigInt(ALPHABET.indexOf(character))
  const hex = value.toString(16).padStart(32, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
