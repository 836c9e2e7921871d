import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FileFormat } from './file-format'
import { parseText, RecordParser } from './parse-text'

const comma: FileFormat = { encoding: 'utf-8', delimiter: ',', quoted: true }

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
})
