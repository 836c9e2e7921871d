import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** Both sides accept a signature whose time is at most this far from their own clock (protocol §4). */
const CLOCK_WINDOW_SECONDS = 5 * 60
const KEY_PREFIX = /^signkey-\w+-/

/**
 * Signs a body as `t=<unix seconds>&s=<hex HMAC-SHA256>`. The HMAC key is the *text* after the prefix of the signing
 * key, not the bytes it spells; the message is the body followed by the time (protocol §4).
 */
export function signBody(body: string, signingKey: string, nowMs: number): string {
  const time = Math.floor(nowMs / 1000).toString()
  return `t=${time}&s=${hmac(body, signingKey, time)}`
}

/** Tells whether `signature` was made over exactly this body, with this key, within five minutes of now. */
export function isSignatureValid(
  signature: string | undefined,
  body: string,
  signingKey: string,
  nowMs: number,
): boolean {
  const match = signature?.match(/^t=(\d{1,12})&s=([0-9a-f]{64})$/)
  if (!match) return false
  const [, time, digest] = match as [string, string, string]
  if (Math.abs(nowMs / 1000 - Number(time)) > CLOCK_WINDOW_SECONDS) return false
  return timingSafeEqual(Buffer.from(digest), Buffer.from(hmac(body, signingKey, time)))
}

/**
 * Returns what the SDK sends as bearer token: the prefix, then the SHA-256 of the bytes that the key spells (protocol
 * §4).
 */
export function hashSigningKey(signingKey: string): string {
  const prefix = signingKey.match(KEY_PREFIX)?.[0] ?? ''
  return (
    prefix +
    createHash('sha256')
      .update(Buffer.from(bareKey(signingKey), 'hex'))
      .digest('hex')
  )
}

/** Compares secrets in a time that does not reveal where they differ. */
export function isSameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

/** Tells whether the executor can use this text as a signing key: `signkey-<word>-<hex>`, the prefix being optional. */
export function isSigningKey(text: string): boolean {
  const bare = bareKey(text)
  return bare.length >= 2 && bare.length % 2 === 0 && /^[0-9a-fA-F]+$/.test(bare)
}

function bareKey(signingKey: string): string {
  return signingKey.replace(KEY_PREFIX, '')
}

function hmac(body: string, signingKey: string, time: string): string {
  return createHmac('sha256', bareKey(signingKey)).update(body).update(time).digest('hex')
}
