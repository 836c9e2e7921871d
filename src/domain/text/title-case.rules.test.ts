import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { toTitleCase } from './title-case.rules'

// Properties run hundreds of cases, on machines that are busy with other things.
vi.setConfig({ testTimeout: 60_000 })

describe('toTitleCase', () => {
  test.each([
    ["JEAN-LUC O'NEIL", "Jean-Luc O'Neil"],
    ["jean-luc o'neil", "Jean-Luc O'Neil"],
    ['o\u2019neil', 'O\u2019Neil'],
    ['McDonald', 'McDonald'],
    ['ronald McDONALD', 'Ronald McDONALD'],
    ['JOHN  DOE', 'John  Doe'],
    [' john\tdoe\n', ' John\tDoe\n'],
    ['ÉMILE zola', 'Émile Zola'],
    ['ßtrange', 'ßtrange'],
    ['ИВАН петров', 'Иван Петров'],
    ['(john)', '(John)'],
    ['3rd', '3rd'],
    ['42', '42'],
    ['x', 'X'],
    ['', ''],
    ['日本', '日本'],
  ])('%j becomes %j', (sent, cased) => {
    expect(toTitleCase(sent)).toBe(cased)
  })

  test('is idempotent, for any text', () => {
    const letters = fc.constantFrom(..."aAbBßẞıİiIſŉǆǅǄﬁΣσςéÉʼ-'’ .1", '\ud800', '\0', '😀', '\u0307')
    const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: letters, maxLength: 8 }))
    fc.assert(
      fc.property(texts, (text) => {
        const once = toTitleCase(text)
        expect(toTitleCase(once)).toBe(once)
      }),
      { numRuns: 5_000 },
    )
  })
})
