import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readClipboardText, writeClipboardText } from './clipboard-text'

const cell = fc.oneof(
  fc.constantFrom(
    '',
    'Ada',
    '+12125550100',
    '+1 (212) 555-0100',
    '-',
    '=1+1',
    '@home',
    "'t Hooft",
    '5" pipe',
    '"',
    'a\tb',
  ),
  fc.string({ unit: fc.constantFrom('a', ' ', '"', '\t', '\r', '\n', '=', '+', 'é', '日') }),
)
const rows = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 5 }))
  .chain(([width, height]) =>
    fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: height, maxLength: height }),
  )

describe('the text of copied cells', () => {
  it('is read back as the cells that were copied', () => {
    const copyAndPaste = fc.property(rows, (cells) => {
      expect(readClipboardText(writeClipboardText(cells))).toEqual(cells)
    })
    fc.assert(copyAndPaste, { numRuns: 2_000 })
  })

  it('is what a spreadsheet expects', () => {
    expect(
      writeClipboardText([
        ['Ada', '+12125550100'],
        ['say "hi"', 'two\nlines'],
      ]),
    ).toBe('Ada\t+12125550100\r\n"say ""hi"""\t"two\nlines"')
  })

  it('runs nothing in a spreadsheet', () => {
    expect(writeClipboardText([['=HYPERLINK("http://evil")', '+1+cmd|x', '-', '@sum']])).toBe(
      '"\'=HYPERLINK(""http://evil"")"\t\'+1+cmd|x\t-\t\'@sum',
    )
  })
})

describe('readClipboardText', () => {
  it.each([
    [
      'Excel',
      'a\tb\r\nc\td\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'Google Sheets',
      'a\tb\nc\td',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'Excel on a Mac of old',
      'a\tb\rc\td\r',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['a cell with line ends', '"one\r\ntwo"\tb\r\n', [['one\r\ntwo', 'b']]],
    ['Sheets, with a line end in a cell and between rows', '"one\ntwo"\nthree', [['one\ntwo'], ['three']]],
    ['an empty last cell of Excel', 'a\r\n\r\n', [['a'], ['']]],
    [
      'blank cells',
      '\t\r\n\tx\r\n',
      [
        ['', ''],
        ['', 'x'],
      ],
    ],
    ['quotation marks within a cell', '5" pipe\tsay "hi"', [['5" pipe', 'say "hi"']]],
    [
      'quotation marks that do not pair',
      '"Big\tJoe\nBo\tDahl',
      [
        ['"Big', 'Joe'],
        ['Bo', 'Dahl'],
      ],
    ],
    [
      'a name in quotation marks',
      '"Big" Joe\tx\nBo\ty',
      [
        ['"Big" Joe', 'x'],
        ['Bo', 'y'],
      ],
    ],
    ['rows of different lengths', 'a\nb\tc', [['a'], ['b', 'c']]],
    ['one value', 'x', [['x']]],
    ['a defused formula of ours', "'=1+1", [['=1+1']]],
    ['nothing', '', [['']]],
  ])('%s', (_, text, cells) => {
    expect(readClipboardText(text)).toEqual(cells)
  })
})
