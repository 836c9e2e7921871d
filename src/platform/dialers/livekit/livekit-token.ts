import { createHash, createHmac } from 'node:crypto'
import { isSameSecret } from '@/platform/signatures'

/** What a token allows: https://docs.livekit.io/home/get-started/authentication. */
export type LivekitGrants = {
  video?: { roomCreate?: boolean; roomList?: boolean; roomAdmin?: boolean; room?: string }
  sip?: { admin?: boolean; call?: boolean }
}

/** A token is made for each request. This leaves room for clocks that differ. */
const TOKEN_SECONDS = 300
const CLOCKS_APART_SECONDS = 60

const base64url = (text: string) => Buffer.from(text).toString('base64url')

/**
 * Makes the token of one request: a JWT, HS256. It is made here and not by `livekit-server-sdk`, which brings 5 MB of
 * protobuf for what are two HMACs, and whose check of an event is asynchronous, where reading one is not.
 */
export function makeLivekitToken(apiKey: string, apiSecret: string, grants: LivekitGrants, atMs: number): string {
  const at = Math.floor(atMs / 1000)
  const claims = { iss: apiKey, nbf: at - CLOCKS_APART_SECONDS, exp: at + TOKEN_SECONDS, ...grants }
  const signed = `${base64url('{"alg":"HS256","typ":"JWT"}')}.${base64url(JSON.stringify(claims))}`
  return `${signed}.${sign(signed, apiSecret)}`
}

/**
 * Tells whether LiveKit has signed this body: the token of its `authorization` header is of this key, in force, and
 * names the body's SHA-256. Only HS256 counts, whatever the header says.
 */
export function isSignedByLivekit(
  token: string,
  body: string,
  apiKey: string,
  apiSecret: string,
  atMs: number,
): boolean {
  const [header = '', payload = '', signature = '', ...rest] = token.replace(/^Bearer /i, '').split('.')
  if (rest.length > 0 || !isSameSecret(signature, sign(`${header}.${payload}`, apiSecret))) return false
  if (parsePart(header)?.alg !== 'HS256') return false
  const claims = parsePart(payload)
  if (!claims || claims.iss !== apiKey || typeof claims.sha256 !== 'string') return false
  const at = atMs / 1000
  if (typeof claims.exp !== 'number' || claims.exp + CLOCKS_APART_SECONDS < at) return false
  if (typeof claims.nbf === 'number' && claims.nbf - CLOCKS_APART_SECONDS > at) return false
  return isSameSecret(claims.sha256, createHash('sha256').update(body).digest('base64'))
}

function sign(text: string, secret: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url')
}

function parsePart(part: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : null
  } catch {
    return null
  }
}
