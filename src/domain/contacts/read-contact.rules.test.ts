import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { has, isAbsent, isJsonObject, judgeText, quote, readField } from './read-contact.rules'

class Instance {}

it.each<[string, boolean, unknown]>([
  ['an object', true, {}],
  ['one of another realm', true, runInNewContext('({})')],
  ['one without a prototype', true, Object.create(null)],
  ['one with a name such as __proto__', true, JSON.parse('{"__proto__": []}')],
  ['a list', false, []],
  ['null', false, null],
  ['undefined', false, undefined],
  ['a text', false, 'x'],
  ['a number', false, 5],
  ['a function', false, () => {}],
  ['a date', false, new Date()],
  ['a map', false, new Map()],
  ['an instance', false, new Instance()],
])('%s is one of JSON: %s', (_, is, value) => {
  expect(isJsonObject(value)).toBe(is)
})

it.each([
  [undefined, true],
  [null, true],
  ['', true],
  [' \t\n', true],
  ['0', false],
  [0, false],
  [false, false],
  [[], false],
])('%j is absent: %s', (value, absent) => {
  expect(isAbsent(value)).toBe(absent)
  expect(has({ field: value }, 'field')).toBe(!absent)
})

it('has no value for an inherited property', () => {
  expect(has({}, 'toString')).toBe(false)
  expect(has(Object.create({ name: 'Ada' }), 'name')).toBe(false)
})

describe('a field', () => {
  const read = (contact: Record<string, unknown>) => {
    const faults: unknown[] = []
    return [readField(contact, 'name', (...fault) => faults.push(fault)), faults]
  }

  it.each<[Record<string, unknown>, unknown]>([
    [{ name: ' Ada ' }, 'Ada'],
    [{ name: '  ' }, null],
    [{ name: null }, null],
    [{}, null],
    [Object.create({ name: 'Ada' }), null],
    [{ name: 5 }, undefined],
    [{ name: ['Ada'] }, undefined],
    [{ name: false }, undefined],
  ])('of %j is %j', (contact, value) => {
    expect(read(contact)).toEqual([value, []])
  })

  it('that cannot be stored is told', () => {
    expect(read({ name: 'A\0' })).toEqual([
      'A\0',
      [
        [
          'TEXT_INVALID',
          'name',
          'name holds a broken character (NUL or half of a surrogate pair) that cannot be stored. Remove it.',
        ],
      ],
    ])
  })
})

it('a text that can be stored is not reported', () => {
  judgeText('Ada 😀', 'name', () => {
    throw new Error('It was reported.')
  })
})

it('quotes what can be shown, cut', () => {
  expect(quote('a\0')).toBe('"a\ufffd"')
  expect(quote('x'.repeat(65))).toBe(`"${'x'.repeat(64)}"`)
})
