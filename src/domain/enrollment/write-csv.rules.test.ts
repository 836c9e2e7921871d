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
    ['a=1', 'a=1'],
    ["'t Hooft", "'t Hooft"],
    ['', ''],
  ])('%j becomes %j', (cell, defused) => {
    expect(defuseFormula(cell)).toBe(defused)
    expect(restoreDefused(defused)).toBe(cell)
  })

  it('is undone by restoreDefused for every cell that is not itself defused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (cell) => {
        fc.pre(!/^'[=+\-@\t\r]/.test(cell))
        expect(restoreDefused(defuseFormula(cell))).toBe(cell)
      }),
    )
  })
})

describe('writeCsv', () => {
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
