import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CURSOR_OF_ID,
  CURSOR_OF_NUMBER,
  CURSOR_OF_TIME_AND_ID,
  type CursorScope,
  decodeCursor,
  encodeCursor,
} from './page-cursor'

const SCOPE: CursorScope = ['batches', 'org-1', undefined, 'active']
const ID = '01a20983-26f8-75d9-89a6-70b0a20bc8d2'
const encode = (...parts: (string | number)[]) => encodeCursor(SCOPE, ...parts)
const refusal = expect.objectContaining({
  code: 'VALIDATION_ERROR',
  details: [expect.objectContaining({ path: 'cursor' })],
})

describe('cursors', () => {
  it('give back what they were made of', () => {
    expect(decodeCursor(SCOPE, encode(1795455966085, ID), CURSOR_OF_TIME_AND_ID)).toEqual(['1795455966085', ID])
    expect(decodeCursor(SCOPE, encode(0), CURSOR_OF_NUMBER)).toEqual(['0'])
    expect(decodeCursor(SCOPE, encode(ID), CURSOR_OF_ID)).toEqual([ID])
  })

  it('need no escaping in a URL', () => {
    for (const text of ['\u00ff\u00fe???>>>', ID, '~~~~']) expect(encode(text)).toMatch(/^[\w-]+$/)
  })

  it.each([
    ['', 'nothing'],
    ['nonsense', 'nonsense'],
    ['\u0000', 'a NUL'],
    ['\ud800', 'half a pair'],
    [encode(5), 'that of another list'],
    [`${encode(5, ID)}${encode('x')}`, 'one with something behind it'],
    [`${encode(5, ID)}=`, 'one that is padded'],
    [`${encode(5, ID)}\n`, 'one with a blank behind it'],
    [encode(5, `${ID}\n`), 'one with a line break at its end'],
    [encode('999999999999999', ID), 'one with a number out of range'],
    [encode(5, '-'.repeat(36)), 'one with what only looks like an id'],
    [Buffer.from(`5 ${ID}`).toString('base64url'), 'one without a scope'],
  ])('%j is refused: %s', (cursor) => {
    expect(() => decodeCursor(SCOPE, cursor, CURSOR_OF_TIME_AND_ID)).toThrow(refusal)
  })

  it('hold for their list, organization and filters, and for no other', () => {
    const filter = fc.option(fc.string(), { nil: undefined })
    const scopes = fc.tuple(fc.string(), fc.string(), filter, filter)
    fc.assert(
      fc.property(scopes, scopes, (one, other) => {
        const cursor = encodeCursor(one, 7, ID)
        expect(decodeCursor(one, cursor, CURSOR_OF_TIME_AND_ID)).toEqual(['7', ID])
        fc.pre(one.some((part, at) => part !== other[at]))
        expect(() => decodeCursor(other, cursor, CURSOR_OF_TIME_AND_ID)).toThrow(refusal)
      }),
    )
  })
})
