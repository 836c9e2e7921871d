import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

/** How the text of a row begins that an older version left, and that nobody has sealed yet. */
const CLEAR = 'clear.'

const KEY_LENGTH_MIN = 32
const IV_BYTES = 12
const TAG_BYTES = 16

type Key = { id: string; bytes: Buffer }

const derived = new Map<string, Key>()

/** The key that seals, and the one before a change of it, which still opens. */
function keys(): Key[] {
  const { CREDENTIALS_KEY, CREDENTIALS_KEY_PREVIOUS } = process.env
  const secrets = [CREDENTIALS_KEY ?? '', ...(CREDENTIALS_KEY_PREVIOUS ? [CREDENTIALS_KEY_PREVIOUS] : [])]
  if (secrets.some((secret) => secret.length < KEY_LENGTH_MIN)) {
    throw new Error(
      `Set CREDENTIALS_KEY to ${KEY_LENGTH_MIN} random characters or more (openssl rand -base64 32). \`npm start\` makes one in .data/secrets.json.`,
    )
  }
  return secrets.map(toKey)
}

function toKey(secret: string): Key {
  const known = derived.get(secret)
  if (known) return known
  const derive = (purpose: string, length: number) => Buffer.from(hkdfSync('sha256', secret, '', purpose, length))
  const key = { id: derive('rollcall key id', 6).toString('base64url'), bytes: derive('rollcall credentials', 32) }
  derived.set(secret, key)
  return key
}

/**
 * Encrypts a text for storage, by AES-256-GCM with the key of `CREDENTIALS_KEY`. The sealed text names its key, so that the
 * key can be changed: with the former one as `CREDENTIALS_KEY_PREVIOUS` what it sealed still opens.
 *
 * @param owner the id of the row and the name of the column: moved to another place, the text does not open
 * @throws Error without a usable key
 */
export function sealText(text: string, owner: string): string {
  const [key] = keys() as [Key]
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key.bytes, iv).setAAD(Buffer.from(owner))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return `v1.${key.id}.${Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')}`
}

/**
 * Decrypts a sealed text.
 *
 * @throws Error for a text of another owner, of a key that is not there any more, or that was tampered with; it never says what was in it
 */
export function openText(sealed: string, owner: string): string {
  if (sealed.startsWith(CLEAR)) return sealed.slice(CLEAR.length)
  const [version, keyId, body = ''] = sealed.split('.')
  const key = version === 'v1' ? keys().find(({ id }) => id === keyId) : undefined
  if (!key) {
    throw new Error(
      'What is stored was sealed with another CREDENTIALS_KEY. Put the former one into CREDENTIALS_KEY_PREVIOUS.',
    )
  }
  const bytes = Buffer.from(body, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(owner))
    .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
  return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8')
}

/** Tells whether a text is sealed with the key of today. Any other is to be sealed again. */
export function isSealedWithCurrentKey(sealed: string): boolean {
  const [key] = keys() as [Key]
  return sealed.startsWith(`v1.${key.id}.`)
}

/**
 * Makes secrets that are stored nowhere: the same for the same purpose as long as the key is the same. The second one is
 * that of the key before.
 */
export function derivedSecrets(purpose: string): string[] {
  return keys().map(({ bytes }) => `whsec_${createHmac('sha256', bytes).update(purpose).digest('base64')}`)
}
