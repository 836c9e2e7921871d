import { describe, expect, it } from 'vitest'
import { decodeCursor, encodeCursor } from './page-cursor'

const NUMBER_AND_ID = /^(\d{1,14}) ([a-f0-9-]{36})$/
const ID = '01a20983-26f8-75d9-89a6-70b0a20bc8d2'

describe('cursors', () => {
  it('give back what they were made of', () => {
    expect(decodeCursor(encodeCursor(1795455966085, ID), NUMBER_AND_ID)).toEqual(['1795455966085', ID])
    expect(decodeCursor(encodeCursor(0), /^(\d{1,9})$/)).toEqual(['0'])
  })

  it('need no escaping in a URL', () => {
    for (const text of ['\u00ff\u00fe???>>>', ID, '~~~~']) expect(encodeCursor(text)).toMatch(/^[\w-]+$/)
  })

  it.each([
    ['', 'nothing'],
    ['nonsense', 'nonsense'],
    ['\u0000', 'a NUL'],
    ['\ud800', 'half a pair'],
    [encodeCursor(5), 'that of another list'],
    [`${encodeCursor(5, ID)}${encodeCursor('x')}`, 'one with something behind it'],
    [encodeCursor(5, `${ID}\n`), 'one with a line break at its end'],
    [encodeCursor('999999999999999', ID), 'one with a number out of range'],
  ])('%j is refused: %s', (cursor) => {
    expect(() => decodeCursor(cursor, NUMBER_AND_ID)).toThrow(
      expect.objectContaining({ code: 'VALIDATION_ERROR', details: [expect.objectContaining({ path: 'cursor' })] }),
    )
  })
})
