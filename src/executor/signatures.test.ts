import { expect, test } from 'vitest'
import { hashSigningKey, isSameSecret, isSignatureValid, isSigningKey, signBody } from './signatures'

const KEY = 'signkey-test-0123456789abcdef'
const NOW = 1_795_449_879_805

test('a signature holds for its body, key and time', () => {
  const signature = signBody('{"a":1}', KEY, NOW)
  expect(signature).toMatch(/^t=1795449879&s=[0-9a-f]{64}$/)
  expect(isSignatureValid(signature, '{"a":1}', KEY, NOW)).toBe(true)
  expect(isSignatureValid(signature, '{"a":1}', '0123456789abcdef', NOW + 299_000)).toBe(true)
})

test.each([
  ['another body', '{"a":2}', KEY, NOW],
  ['another key', '{"a":1}', 'signkey-test-ff', NOW],
  ['too late', '{"a":1}', KEY, NOW + 302_000],
  ['too early', '{"a":1}', KEY, NOW - 302_000],
])('refused: %s', (_name, body, key, nowMs) => {
  expect(isSignatureValid(signBody('{"a":1}', KEY, NOW), body, key, nowMs)).toBe(false)
})

test.each([undefined, '', 's=00', 't=1&s=zz'])('no signature: %s', (signature) => {
  expect(isSignatureValid(signature, '', KEY, NOW)).toBe(false)
})

test('the bearer token keeps the prefix and hashes the bytes', () => {
  expect(hashSigningKey('signkey-test-00')).toBe(
    'signkey-test-6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  )
})

test('which texts are signing keys', () => {
  expect(isSigningKey(KEY)).toBe(true)
  expect(isSigningKey('abcd')).toBe(true)
  expect(isSigningKey('signkey-test-xyz')).toBe(false)
  expect(isSigningKey('abc')).toBe(false)
  expect(isSigningKey('')).toBe(false)
})

test('secrets of different length compare as different', () => {
  expect(isSameSecret('a', 'a')).toBe(true)
  expect(isSameSecret('a', 'ab')).toBe(false)
})
