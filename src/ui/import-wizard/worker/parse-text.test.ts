import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import type { FileFormat } from './file-format'
import { parseText, RecordParser } from './parse-text'

const comma: FileFormat = { encoding: 'utf-8', delimiter: ',', quoted: true }

/** Says whether a text begins with a record of some lines whose quoted cells are right by RFC 4180, of so many cells. */
function beginsWithLines(text: string, width: number): boolean {
  const cell = /(?:"(?:[^"]|"")*"|(?!")[^,\r\n]*)(,|\r?\n|$)/y
  for (let cells = 1; ; cells++) {
    const found = cell.exec(text)
    if (!found) return false
    if (found[1] !== ',') return cells === width && text.slice(0, cell.lastIndex).trimEnd().includes('\n')
  }
}

describe('parseText', () => {
  it.each([
    [
      'plain',
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'Windows line ends',
      'a,b\r\n1,2\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'old Mac line ends',
      'a,b\r1,2\r',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'old Mac line ends around a quoted newline',
      'a,"b\nc"\r1,"2\n"\r',
      [
        ['a', 'b\nc'],
        ['1', '2\n'],
      ],
    ],
    [
      'Windows line ends behind a quoted return',
      '"a\rb",c\r\n1,2\r\n',
      [
        ['a\rb', 'c'],
        ['1', '2'],
      ],
    ],
    ['a quoted delimiter', 'a,"b, c"\n', [['a', 'b, c']]],
    [
      'a quoted newline',
      'a,"b\nc"\r\n1,2',
      [
        ['a', 'b\nc'],
        ['1', '2'],
      ],
    ],
    ['doubled quotes', '"Flo ""Flash"" Ito",1', [['Flo "Flash" Ito', '1']]],
    [
      'a quoted last cell before CRLF',
      'a,"b"\r\nc,d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['ragged records', 'a,b,c\n1\n1,2,3,4', [['a', 'b', 'c'], ['1'], ['1', '2', '3', '4']]],
    ['empty cells', ',a,\n', [['', 'a', '']]],
  ])('reads %s', (_, text, records) => {
    expect(parseText(text, comma).records).toEqual(records)
  })

  it('skips blank records and keeps the numbers that a spreadsheet shows', () => {
    const parsed = parseText('a,b\n\n , \n1,2\n', comma)
    expect(parsed).toMatchObject({
      records: [
        ['a', 'b'],
        ['1', '2'],
      ],
      recordNumbers: [1, 4],
      blankRecords: 2,
    })
  })

  it('names the record whose quotation mark is never closed', () => {
    expect(parseText('a,b\n1,"2\n3,4\n', comma).unclosedQuoteAt).toBe(2)
    expect(parseText('a,b\n1,"2\n3,4\n', { ...comma, quoted: false })).toMatchObject({
      records: [
        ['a', 'b'],
        ['1', '"2'],
        ['3', '4'],
      ],
      unclosedQuoteAt: null,
    })
  })

  it('reads the same whatever the pieces', () => {
    const text = 'id,note\r\n1,"two\nlines, and ""quotes"""\r\n\r\n2,\u{1F600}\r\n'.repeat(40)
    const whole = parseText(text, comma)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: text.length - 1 })), (cuts) => {
        const parser = new RecordParser(comma)
        const edges = [0, ...cuts.toSorted((a, b) => a - b), text.length]
        for (const [index, start] of edges.entries()) {
          parser.push(text.slice(start, edges[index + 1] ?? text.length))
        }
        expect(parser.finish()).toEqual(whole)
      }),
      { numRuns: 30 },
    )
  })

  it('reads a file of many pieces once the buffer is full', () => {
    const line = '"a ""quoted"" name",+15551234567\n'
    const parser = new RecordParser(comma)
    for (let index = 0; index < 20_000; index++) parser.push(line)
    const { records } = parser.finish()
    expect(records.length).toBe(20_000)
    expect(records.at(-1)).toEqual(['a "quoted" name', '+15551234567'])
  })

  it('reads well-formed text as papaparse does, whatever the cells hold', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ',', ';', '"', '\n', ' ', '\\', 'é', '1') })
    const write = (value: string) => (/[",;\n\\]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 2 }), (rows) => {
        const lines = [['Name', 'Phone', 'Note'], ...rows].map((row) => row.map(write).join(','))
        const text = `${lines.join('\n')}\n`
        // Excluded, because Papa Parse reads a backslash before a quotation mark, and cells with rows in them, in
        // another way.
        fc.pre(!text.includes('\\"'))
        const parsed = parseText(text, comma)
        fc.pre(parsed.swallowedRows === null && parsed.strayQuotes === null)
        const expected = Papa.parse<string[]>(text, { delimiter: ',', newline: '\n' }).data.slice(0, -1)
        expect(parsed.records).toEqual(expected.filter((record) => record.some((value) => value.trim() !== '')))
      }),
    )
  })
})

describe('quotation marks that do not enclose', () => {
  const head = 'Name,Phone,Note\n'
  const rowsOf = (text: string) => parseText(text, comma).records.slice(1)

  it.each([
    ['a quoted word begins a cell, and a later cell is quoted', '"Ace" Plumbing\nBen,2,x\nCyn,3,"Lau, Sons"', 3],
    ['one that opens, one with doubled marks later', '"likes tea\nBen,2,fine\nCyn,3,"6"" pipe"', 3],
    ['one that opens and none after it', '"likes tea\nBen,2,fine\nCyn,3,x', 3],
    ['one that opens every cell of a column', '"a\nBen,2,"b\nCyn,3,"c', 3],
    ['a quoted word in the middle of every cell', 'x "y" z\nBen,2,x "y" z', 2],
    ['inches', '5"\nBen,2,6" pipe\nCyn,3,7"', 3],
    ['Windows line ends', '"Ace" Plumbing\r\nBen,2,x\r\nCyn,3,"Lau, Sons"\r', 3],
  ])('%s', (_, text, rows) => {
    const read = rowsOf(`${head}Ada,1,${text}\n`)
    expect(read.map(([name, phone]) => `${name}${phone}`)).toEqual(['Ada1', 'Ben2', 'Cyn3'].slice(0, rows))
    expect(read.every(({ length }) => length === 3)).toBe(true)
  })

  it('keeps both words around a stray mark, and the marks of a cell that is not enclosed', () => {
    expect(rowsOf(`${head}Ada,1,"Ace" Plumbing\nBen,2,x\n`)[0]?.[2]).toBe('"Ace" Plumbing')
    expect(rowsOf(`${head}Ada,1,"He said "hi" to me, twice"\nBen,2,x\n`)[0]).toEqual([
      'Ada',
      '1',
      'He said "hi" to me, twice',
    ])
    expect(rowsOf(`${head}Ada,1,"says "hi" once\nand left"\nBen,2,x\n`)).toEqual([
      ['Ada', '1', 'says "hi" once\nand left'],
      ['Ben', '2', 'x'],
    ])
  })

  it('says which lines it read so', () => {
    const text = `${head}Zoe,0,"two\nlines"\nAda,1,"Ace" Plumbing\nBen,2,"x\nCyn,3,y\n`
    expect(parseText(text, comma)).toMatchObject({
      strayQuotes: { count: 2, firstLine: 4 },
      linesInCells: 1,
      unclosedQuoteAt: 5,
      swallowedRows: null,
    })
  })

  it('says where a cell has rows in it that are properly enclosed', () => {
    expect(parseText(`${head}Ada,1,"tea\nBen,2,fine"\nCyn,3,x\n`, comma)).toMatchObject({
      swallowedRows: { count: 1, firstLine: 2 },
      strayQuotes: null,
    })
    const address = `${head}Ada,1,"12 High St\nFlat 2, left\nLondon"\n"Ben\nOtt",2,x\n`
    expect(parseText(address, comma)).toMatchObject({ swallowedRows: null, strayQuotes: null, linesInCells: 3 })
  })

  it('keeps the last cell of a file that is cut off within it', () => {
    const parsed = parseText(`${head}Ada,1,x\nBen,2,"first line\nsecond line`, comma)
    expect(parsed.records[2]).toEqual(['Ben', '2', 'first line\nsecond line'])
    expect(parsed.unclosedQuoteAt).toBe(3)
  })

  it.each([
    ['a stray mark before another one', ['a,+1415,"Ada,Ada', 'b,,""Lau, Sons",+1415']],
    ['the same, with quoted cells around', ['a,"6"" pipe","6"" pipe"",two words', 'b,é,""Lau, Sons","Lau, Sons"']],
  ])('%s pairs with it across a delimiter, which is told', (_what, lines) => {
    const around = (letter: string) => Array.from({ length: 4 }, (_, n) => `${letter}${n},Ada,Ada,Ada`)
    const text = ['Name,Phone,Note,Plan', ...around('x'), ...lines, ...around('y')].join('\n')
    expect(parseText(text, comma).swallowedRows).toEqual({ count: 1, firstLine: 6 })
  })

  it('no row is lost without a word, wherever stray marks stand', () => {
    const cell = fc.constantFrom('Ada', '+1415', 'two words', '', '"Lau, Sons"', '"6"" pipe"', '5" x', 'é')
    const row = fc.tuple(fc.stringMatching(/^[A-Za-z]{1,6}$/), cell, cell, cell)
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 3, maxLength: 12 }),
        fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { minLength: 1, maxLength: 4 }),
        fc.constantFrom('\n', '\r\n'),
        (rows, strays, end) => {
          const lines = ['Name,Phone,Note,Plan', ...rows.map((cells) => cells.join(','))]
          for (const [line, at, doubled] of strays) {
            const index = 1 + (line % rows.length)
            const text = lines[index] as string
            const place = at % (text.length + 1)
            lines[index] = `${text.slice(0, place)}${doubled ? '""' : '"'}${text.slice(place)}`
          }
          const parsed = parseText(`${lines.join(end)}${end}`, comma)
          const { records, blankRecords, linesInCells, swallowedRows, strayQuotes, unclosedQuoteAt } = parsed
          // The expected number counts line ends alone, on which quotation marks have no influence.
          expect(records.length + blankRecords + linesInCells).toBe(lines.length)
          // The page also names rows that are wider or shorter than the header.
          const ragged = records.some(({ length }) => length !== 4)
          const said = ragged || (swallowedRows ?? strayQuotes ?? unclosedQuoteAt) !== null
          // Where stray marks make a record that is right by RFC 4180, no reader can tell them from meant ones.
          const isRight = lines.some((_line, from) => beginsWithLines(lines.slice(from).join(end), 4))
          if (records.length < lines.length && !isRight) expect(said).toBe(true)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('reads the same whatever the pieces, and however long they are', () => {
    const pieces = ['"Ace" Plumbing', '"Lau, Sons"', '"likes tea', '5" x', '"two\nlines"', '"a \\"b\\""', 'x"', '""']
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 30 }),
        fc.array(fc.nat(2_000), { maxLength: 8 }),
        fc.boolean(),
        (cells, cuts, long) => {
          const text = `${head}${cells.map((cell, n) => `Ada,${n},${cell}\n`).join('')}`
          // Longer than what the parser waits for, so that it parses at any of the cuts.
          const whole = long ? text.repeat(Math.ceil(600_000 / text.length)) : text
          const parser = new RecordParser(comma)
          let from = 0
          for (const cut of [...cuts.map((at) => at + (long ? 262_144 : 0)).toSorted((a, b) => a - b), whole.length]) {
            parser.push(whole.slice(from, cut))
            from = Math.max(from, cut)
          }
          expect(parser.finish()).toEqual(parseText(whole, comma))
        },
      ),
      { numRuns: 12 },
    )
  })
})

describe('backslashes before quotation marks', () => {
  it.each([
    [
      'as MySQL writes them',
      '"Ada \\"Ace\\" Ott","says \\"hi, you\\" often"',
      ['Ada "Ace" Ott', 'says "hi, you" often'],
    ],
    ['at the end of a cell', '"size 6\\"","x"', ['size 6"', 'x']],
    ['before a delimiter', '"a\\",\\"b","x"', ['a","b', 'x']],
    ['twice', '"C:\\\\","6\\" pipe"', ['C:\\', '6" pipe']],
    ['a path that ends with one', '"C:\\dir\\","x"', ['C:\\dir\\', 'x']],
    ['over two lines', '"one\nsays \\"hi\\"","x"', ['one\nsays "hi"', 'x']],
  ])('%s', (_, row, cells) => {
    const parsed = parseText(`Name,Note\n${row}\nBen,y\n`, comma)
    expect(parsed.records.slice(1)).toEqual([cells, ['Ben', 'y']])
    expect(parsed.strayQuotes).toBeNull()
  })

  it('read back whatever MySQL writes', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\\', ' ', 'é') })
    const write = (value: string) => `"${value.replaceAll(/["\\]/g, '\\$&')}"`
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
        const lines = ['"Name","Note"', '"Ada \\"Ace\\" Ott","x"', ...rows.map((row) => row.map(write).join(','))]
        const { records } = parseText(`${lines.join('\n')}\n`, comma)
        const filled = rows.filter((row) => row.some((value) => value.trim() !== ''))
        expect(records.slice(2)).toEqual(filled)
      }),
    )
  })
})
