import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { derivedSecrets, isSealedWithCurrentKey, openText, sealText } from './sealed-text'

const KEY = 'a key that is long enough for tests'
const OTHER = 'another key that is long enough too'

beforeEach(() => {
  vi.stubEnv('CREDENTIALS_KEY', KEY)
  vi.stubEnv('CREDENTIALS_KEY_PREVIOUS', '')
})
afterEach(() => vi.unstubAllEnvs())

describe('a sealed text', () => {
  it('opens for its owner alone, and shows nothing of itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const sealed = sealText(text, 'account 1')
        expect(openText(sealed, 'account 1')).toBe(text)
        expect(() => openText(sealed, 'account 2')).toThrow()
        if (text.length > 8) expect(sealed).not.toContain(text)
      }),
    )
  })

  it('is another one each time', () => {
    expect(sealText('same', 'a')).not.toBe(sealText('same', 'a'))
  })

  it('does not open when any of its bytes is another one', () => {
    const sealed = sealText('secret', 'a')
    const [version, keyId, body = ''] = sealed.split('.')
    const bytes = Buffer.from(body, 'base64url')
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(() => openText(`${version}.${keyId}.${changed.toString('base64url')}`, 'a')).toThrow()
    }
    // Nor when its tag is cut to what can be guessed.
    expect(() => openText(`${version}.${keyId}.${bytes.subarray(0, 20).toString('base64url')}`, 'a')).toThrow()
  })

  it('of a former key opens as long as that is known, and is to be sealed again', () => {
    const sealed = sealText('secret', 'a')
    expect(isSealedWithCurrentKey(sealed)).toBe(true)
    vi.stubEnv('CREDENTIALS_KEY', OTHER)
    expect(() => openText(sealed, 'a')).toThrow(/CREDENTIALS_KEY_PREVIOUS/)
    vi.stubEnv('CREDENTIALS_KEY_PREVIOUS', KEY)
    expect(openText(sealed, 'a')).toBe('secret')
    expect(isSealedWithCurrentKey(sealed)).toBe(false)
    expect(isSealedWithCurrentKey(sealText('secret', 'a'))).toBe(true)
  })

  it('that nobody has sealed yet opens, and is to be sealed', () => {
    expect(openText('clear.whsec_a.b', 'a')).toBe('whsec_a.b')
    expect(isSealedWithCurrentKey('clear.whsec_a.b')).toBe(false)
  })

  it('is not made with a key that can be guessed', () => {
    vi.stubEnv('CREDENTIALS_KEY', 'short')
    expect(() => sealText('secret', 'a')).toThrow(/CREDENTIALS_KEY/)
  })
})

it('a derived secret is the same for the same purpose and key', () => {
  const before = derivedSecrets('call 1')
  expect(before).toEqual(derivedSecrets('call 1'))
  expect(before).not.toEqual(derivedSecrets('call 2'))
  vi.stubEnv('CREDENTIALS_KEY', OTHER)
  vi.stubEnv('CREDENTIALS_KEY_PREVIOUS', KEY)
  expect(derivedSecrets('call 1')).toEqual([expect.stringMatching(/^whsec_/), before[0]])
})
