import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { Webhook } from 'standardwebhooks'

/** The headers of a signed message (Standard Webhooks 1.0). */
export type SignatureHeaders = {
  'webhook-id': string
  /** Seconds since 1970. */
  'webhook-timestamp': string
  'webhook-signature': string
}

export type SignedMessage = {
  /** The same for every attempt to deliver one message, so that receivers recognize repeats. */
  id: string
  atMs: number
  /** The body, byte for byte as it is sent. */
  body: string
  /** One signature is made with each; there are two during a rotation. */
  secrets: readonly string[]
}

/** Makes a signing secret: `whsec_` and 32 random bytes. */
export function newSigningSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}

/** Returns the headers to send with the body. */
export function signMessage({ id, atMs, body, secrets }: SignedMessage): SignatureHeaders {
  const at = new Date(atMs)
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(atMs / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  }
}

/**
 * Tells whether one of the secrets has signed this body with these headers, within 5 minutes of now.
 *
 * @param body as it came, byte for byte; parsed and printed again it would be another message
 */
export function isSignedMessage(headers: Headers, body: string, secrets: readonly string[]): boolean {
  const signature = {
    'webhook-id': headers.get('webhook-id') ?? '',
    'webhook-timestamp': headers.get('webhook-timestamp') ?? '',
    'webhook-signature': headers.get('webhook-signature') ?? '',
  }
  return secrets.some((secret) => {
    try {
      new Webhook(secret).verify(body, signature, { jsonParse: false })
      return true
    } catch {
      return false
    }
  })
}

/**
 * Tells whether two secrets are equal. The time it takes reveals neither where they differ nor how long the right one
 * is.
 */
export function isSameSecret(sent: string, right: string): boolean {
  const [a, b] = [sent, right].map((text) => createHash('sha256').update(text).digest())
  return a !== undefined && b !== undefined && timingSafeEqual(a, b)
}
