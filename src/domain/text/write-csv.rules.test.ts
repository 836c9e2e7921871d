import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { defuseFormula, restoreDefused, writeCsv } from './write-csv.rules'

describe('defuseFormula', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+1 415', "'+1 415"],
    ['-2', "'-2"],
    ['@x', "'@x"],
    ['\tx', "'\tx"],
    ['\rx', "'\rx"],
    ['\nx', "'\nx"],
    ['\n=1', "'\n=1"],
    [' =1', "' =1"],
    ['\u00A0=1', "'\u00A0=1"],
    ['\u200B=1', "'\u200B=1"],
    ['|x', "'|x"],
    [' |x', "' |x"],
    ['＝1', "'＝1"],
    ['＋1', "'＋1"],
    ['－1', "'－1"],
    ['＠x', "'＠x"],
    ["'=1", "''=1"],
    ["''t", "''t"],
    ['a=1', 'a=1'],
    ["'t Hooft", "'t Hooft"],
    ['', ''],
  ])('%j becomes %j', (cell, defused) => {
    expect(defuseFormula(cell)).toBe(defused)
    expect(restoreDefused(defused)).toBe(cell)
  })

  it('is undone by restoreDefused for every cell, and leaves none that begins as a formula', () => {
    const unit = fc.constantFrom(...`'=+-@|＝＋－＠ \t\r\n\u00A0\u200Baé0`)
    fc.assert(
      fc.property(fc.string({ unit }), (cell) => {
        expect(defuseFormula(cell)).not.toMatch(/^(?:\s*[=+\-@|＝＋－＠]|[\t\r\n])/)
        expect(restoreDefused(defuseFormula(cell))).toBe(cell)
      }),
    )
  })
})

describe('writeCsv', () => {
  it('encloses what has to be, and nothing else', () => {
    const cells = ['plain', 'two words', ' before', 'behind ', 'a,b', 'a;b', 'a|b', 'a\tb', 'a"b', 'a\rb', 'a\nb']
    expect(
      writeCsv(
        ['name'],
        cells.map((cell) => [cell]),
      ),
    ).toBe(
      [
        '\uFEFFname',
        'plain',
        'two words',
        '" before"',
        '"behind "',
        '"a,b"',
        '"a;b"',
        '"a|b"',
        '"a\tb"',
        '"a""b"',
        '"a\rb"',
        '"a\nb"',
        '',
      ].join('\r\n'),
    )
  })

  it('fills up a row that is too short, and cuts one that is too long', () => {
    expect(writeCsv(['a', 'b'], [['1'], ['1', '2', '3']])).toBe('\uFEFFa,b\r\n1,\r\n1,2\r\n')
  })

  it('writes what a parser reads back, whatever the cells hold', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ', '=', 'é', '\u{1F4DE}') })
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
        const text = writeCsv(['a', 'b'], rows)
        const parsed = Papa.parse<string[]>(text.slice(1), { delimiter: ',', newline: '\r\n' }).data
        expect(parsed.slice(1, -1)).toEqual(rows.map((row) => row.map(defuseFormula)))
      }),
    )
  })
})
