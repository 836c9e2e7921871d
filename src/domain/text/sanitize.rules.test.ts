import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { growthAtTenfold } from '@/testing/growth'
import { isLongerThan, isStorable, storableContact, toStorable } from './sanitize.rules'

// Properties run hundreds of cases, on machines that are busy with other things.
vi.setConfig({ testTimeout: 60_000 })

const anyText = fc.string({ unit: fc.nat({ max: 0xffff }).map((unit) => String.fromCharCode(unit)), maxLength: 40 })

describe('toStorable', () => {
  test.each([
    ['plain', 'plain'],
    ['a\0b', 'a\ufffdb'],
    ['\ud800', '\ufffd'],
    ['x\udc00y\ud800', 'x\ufffdy\ufffd'],
    ['😀 stays', '😀 stays'],
    ['\udc00\ud800', '\ufffd\ufffd'],
  ])('%j becomes %j', (sent, stored) => {
    expect(toStorable(sent)).toBe(stored)
  })

  test('cuts on code points, never in the middle of one', () => {
    expect(toStorable('😀😀😀', 2)).toBe('😀😀')
    expect(toStorable('a😀b', 2)).toBe('a😀')
    expect(toStorable('\ud800😀b', 2)).toBe('\ufffd😀')
    expect(toStorable('abc', 3)).toBe('abc')
    expect(toStorable('abc', 0)).toBe('')
  })

  test('any text becomes storable, is cut to the limit, and stays as it is the second time', () => {
    fc.assert(
      fc.property(anyText, fc.nat({ max: 50 }), (text, max) => {
        const stored = toStorable(text, max)
        expect(isStorable(stored)).toBe(true)
        expect(stored.isWellFormed()).toBe(true)
        expect([...stored].length).toBe(Math.min(max, [...text].length))
        expect(toStorable(stored, max)).toBe(stored)
      }),
    )
  })

  test('reads no more of a text of megabytes than it keeps', () => {
    const growth = growthAtTenfold(
      250_000,
      (size) => '😀'.repeat(size),
      (text) => toStorable(text, 64),
    )
    expect(growth).toBeLessThan(3)
  })
})

test('isStorable is false exactly for NUL and ill-formed UTF-16', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(isStorable(text)).toBe(text.isWellFormed() && !text.includes('\0'))
    }),
  )
})

test('isLongerThan counts code points', () => {
  expect(isLongerThan('😀'.repeat(200), 200)).toBe(false)
  expect(isLongerThan('😀'.repeat(201), 200)).toBe(true)
  fc.assert(
    fc.property(anyText, fc.nat({ max: 50 }), (text, max) => {
      expect(isLongerThan(text, max)).toBe([...text].length > max)
    }),
  )
})

describe('storableContact', () => {
  test('keeps what was sent, made storable', () => {
    const sent = JSON.parse('{"name":"a\\u0000b","n\\ud800":1,"list":[true,null,"x"],"__proto__":{"polluted":1}}')
    const kept = storableContact(sent)
    expect(JSON.stringify(kept)).toBe(
      '{"name":"a\ufffdb","n\ufffd":1,"list":[true,null,"x"],"__proto__":{"polluted":1}}',
    )
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })

  test('takes values that are no JSON', () => {
    const sent = { date: new Date(0), never: new Date(Number.NaN), big: 10n, no: undefined, nan: Number.NaN }
    expect(storableContact(sent)).toEqual({
      date: '1970-01-01T00:00:00.000Z',
      never: null,
      big: '10',
      no: null,
      nan: 'NaN',
    })
  })

  test('cuts what is too deep, too long and too many', () => {
    let deep: unknown = 'x'
    for (let depth = 0; depth < 100_000; depth += 1) deep = [deep]
    expect(JSON.stringify(storableContact(deep)).length).toBeLessThan(50)
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`v${index}`, 'x'.repeat(3_000)]))
    expect(JSON.stringify(storableContact(many)).length).toBeLessThan(500_000)
  })

  test('keeps six levels, 200 entries of each, and 2,000 characters of a text', () => {
    const nested = (depth: number, around: (inner: unknown) => unknown): unknown =>
      depth === 0 ? 'x' : around(nested(depth - 1, around))
    for (const around of [(inner: unknown) => [inner], (inner: unknown) => ({ inner })]) {
      expect(storableContact(nested(6, around))).toEqual(nested(6, around))
      expect(JSON.stringify(storableContact(nested(7, around)))).toBe(
        JSON.stringify(nested(7, around)).replace(/\["x"\]|\{"inner":"x"\}/, '"…"'),
      )
    }
    expect(storableContact(Array(201).fill(1))).toHaveLength(200)
    const names = Array.from({ length: 201 }, (_, at) => [`v${at}`, at])
    expect(Object.keys(storableContact(Object.fromEntries(names)) as object)).toHaveLength(200)
    expect(storableContact('x'.repeat(2_001))).toHaveLength(2_000)
    expect(storableContact(10n ** 2_500n)).toHaveLength(2_000)
    expect(storableContact({ ['n'.repeat(65)]: 1 })).toEqual({ ['n'.repeat(64)]: 1 })
  })

  test('never throws and always gives storable JSON', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true }), (value) => {
        const text = JSON.stringify(storableContact(value))
        expect(typeof text).toBe('string')
        expect(text).not.toMatch(/\\u0000|\\ud[89a-f]/i)
      }),
    )
  })
})
