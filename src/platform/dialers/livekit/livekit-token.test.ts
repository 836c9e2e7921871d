import { createHash, createHmac } from 'node:crypto'
import { AccessToken, TokenVerifier, WebhookReceiver } from 'livekit-server-sdk'
import { describe, expect, it } from 'vitest'
import { isSignedByLivekit, makeLivekitToken } from './livekit-token'

const key = 'APIkey'
const secret = 'a secret of thirty-two characters'
const body = '{"event":"room_finished","id":"EV_1","room":{"name":"call.1"}}'

async function signedBySdk(of = body, by = secret, ttl = 300): Promise<string> {
  const token = new AccessToken(key, by, { ttl })
  token.sha256 = createHash('sha256').update(of).digest('base64')
  return token.toJwt()
}

const isSigned = (token: string, of = body, atMs = Date.now()) => isSignedByLivekit(token, of, key, secret, atMs)

describe('makeLivekitToken', () => {
  it('makes tokens that LiveKit’s SDK accepts, with their grants', async () => {
    const grants = { video: { roomAdmin: true, room: 'call.1' }, sip: { call: true } }
    const claims = await new TokenVerifier(key, secret).verify(makeLivekitToken(key, secret, grants, Date.now()))
    expect(claims).toMatchObject(grants)
  })

  it('makes tokens that are refused with another secret, and when they are old', async () => {
    const verifier = new TokenVerifier(key, secret)
    await expect(verifier.verify(makeLivekitToken(key, 'another', {}, Date.now()))).rejects.toThrow()
    await expect(verifier.verify(makeLivekitToken(key, secret, {}, Date.now() - 3_600_000))).rejects.toThrow()
  })
})

describe('isSignedByLivekit', () => {
  it('accepts what LiveKit’s SDK signs, as its own receiver does', async () => {
    const token = await signedBySdk()
    expect(isSigned(token)).toBe(true)
    expect(isSigned(`Bearer ${token}`)).toBe(true)
    expect(await new WebhookReceiver(key, secret).receive(body, token)).toMatchObject({ event: 'room_finished' })
  })

  it('refuses another body, another secret, another key, an old token and none', async () => {
    expect(isSigned(await signedBySdk(), `${body} `)).toBe(false)
    expect(isSigned(await signedBySdk(body, 'another secret, as long as needed'))).toBe(false)
    expect(isSignedByLivekit(await signedBySdk(), body, 'APIother', secret, Date.now())).toBe(false)
    expect(isSigned(await signedBySdk(), body, Date.now() + 3_600_000)).toBe(false)
    for (const token of ['', 'x', 'a.b.c', 'a.b.c.d', '..']) expect(isSigned(token)).toBe(false)
  })

  it('refuses a token without a digest, and one that claims to need no key', async () => {
    expect(isSigned(makeLivekitToken(key, secret, {}, Date.now()))).toBe(false)
    const [, payload] = (await signedBySdk()).split('.')
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}`
    expect(isSigned(`${unsigned}.`)).toBe(false)
    const signature = createHmac('sha256', secret).update(unsigned).digest('base64url')
    expect(isSigned(`${unsigned}.${signature}`)).toBe(false)
  })
})
