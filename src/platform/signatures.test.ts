import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { isSignedMessage, newSigningSecret, signMessage } from './signatures'

const secret = newSigningSecret()
const other = newSigningSecret()
const body = '{"name":"Zoë ☎"}'
const headersOf = (changes: { id?: string; atMs?: number; secrets?: string[] } = {}) =>
  new Headers(signMessage({ id: 'msg_1', atMs: Date.now(), body, secrets: [secret], ...changes }))

describe('signMessage', () => {
  it('signs as a receiver with the library verifies', () => {
    const headers = signMessage({ id: 'msg_1', atMs: Date.now(), body, secrets: [secret] })
    expect(new Webhook(secret).verify(body, headers)).toEqual({ name: 'Zoë ☎' })
    expect(() => new Webhook(other).verify(body, headers)).toThrow()
  })

  it('signs with each secret, so that receivers with either verify', () => {
    const headers = signMessage({ id: 'msg_1', atMs: Date.now(), body, secrets: [secret, other] })
    expect(headers['webhook-signature'].split(' ')).toHaveLength(2)
    for (const each of [secret, other]) expect(() => new Webhook(each).verify(body, headers)).not.toThrow()
  })
})

describe('isSignedMessage', () => {
  it('takes what one of the secrets has signed', () => {
    expect(isSignedMessage(headersOf(), body, [secret])).toBe(true)
    expect(isSignedMessage(headersOf(), body, [other, secret])).toBe(true)
    expect(isSignedMessage(headersOf({ secrets: [other, secret] }), body, [secret])).toBe(true)
  })

  it.each([
    ['another secret', headersOf(), body, [other]],
    ['no secret', headersOf(), body, []],
    ['an unusable secret', headersOf(), body, ['whsec_', 'whsec_*']],
    ['another body', headersOf(), `${body} `, [secret]],
    ['an old message', headersOf({ atMs: Date.now() - 301_000 }), body, [secret]],
    ['a message of the future', headersOf({ atMs: Date.now() + 302_000 }), body, [secret]],
    ['no headers', new Headers(), body, [secret]],
  ])('refuses %s', (_, headers, sent, secrets) => {
    expect(isSignedMessage(headers, sent, secrets)).toBe(false)
  })

  it('refuses the signature under another id', () => {
    const headers = headersOf()
    headers.set('webhook-id', 'msg_2')
    expect(isSignedMessage(headers, body, [secret])).toBe(false)
  })
})
