import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson, type JsonValue } from './canonical-json'

test('sorts keys, drops spaces, keeps array order', () => {
  expect(canonicalJson(JSON.parse('{ "b": [2, 1], "a": {"z": null, "10": 1e3, "9": "é"} }'))).toBe(
    '{"a":{"10":1000,"9":"é","z":null},"b":[2,1]}',
  )
})

test('keeps __proto__ keys, NUL and lone surrogates as escapes', () => {
  expect(canonicalJson(JSON.parse('{"__proto__":{"a":1},"x":"\\u0000\\ud800"}'))).toBe(
    '{"__proto__":{"a":1},"x":"\\u0000\\ud800"}',
  )
})

test("agrees with the SDK's own canonicaliser on any JSON, and is a fixed point", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (generated) => {
      const value = JSON.parse(JSON.stringify(generated)) as JsonValue
      const text = canonicalJson(value)
      expect(text).toBe(canonicalize(value))
      expect(canonicalJson(JSON.parse(text))).toBe(text)
    }),
  )
})

test('an object with a toJSON member stays as the SDK leaves it', () => {
  const value = JSON.parse('{"b":1,"toJSON":2,"a":3}')
  expect(canonicalJson(value)).toBe(canonicalize(value))
})
