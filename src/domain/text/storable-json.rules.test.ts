import { expect, it } from 'vitest'
import { toStorableJson } from './storable-json.rules'

/** Puts so many lists or objects around a value. */
const nested = (depth: number, around: (inner: unknown) => unknown): unknown =>
  Array.from({ length: depth }).reduce<unknown>((inner) => around(inner), 1)

it.each([
  ['a text', 'a\0b', 'a\ufffdb'],
  ['a lone surrogate', '\ud800', '\ufffd'],
  ['a list', ['\0', 1, null, true], ['\ufffd', 1, null, true]],
  ['names and values', { 'a\0': { b: '\0' } }, { 'a\ufffd': { b: '\ufffd' } }],
  ['nothing in it', { list: [], object: {} }, { list: [], object: {} }],
])('makes %s storable, once and for all', (_, value, stored) => {
  expect(toStorableJson(value, 1_000)).toEqual(stored)
  expect(toStorableJson(stored, 1_000)).toEqual(stored)
})

it('keeps a name such as __proto__ as a name', () => {
  const copy = toStorableJson(JSON.parse('{"__proto__": {"admin": true}}'), 1_000)
  expect(Object.keys(copy as object)).toEqual(['__proto__'])
  expect((copy as { admin?: boolean }).admin).toBeUndefined()
})

it.each([
  ['lists', (inner: unknown) => [inner]],
  ['objects', (inner: unknown) => ({ inner })],
  ['lists beside others', (inner: unknown) => [0, inner]],
  ['objects beside others', (inner: unknown) => ({ first: 0, inner })],
])('takes 20 %s in one another, and no more', (_, around) => {
  expect(toStorableJson(nested(20, around), 1_000)).toEqual(nested(20, around))
  expect(toStorableJson(nested(21, around), 1_000)).toBeUndefined()
})

it('takes what is as long as it may be as JSON, and no more', () => {
  expect(toStorableJson({ a: 'xyz' }, 11)).toEqual({ a: 'xyz' })
  expect(toStorableJson({ a: 'xyz' }, 10)).toBeUndefined()
})
