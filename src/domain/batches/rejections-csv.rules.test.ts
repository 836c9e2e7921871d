import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import {
  isRejectionColumn,
  READ_AS_COLUMN,
  REJECTION_REASON_COLUMN,
  rejectionsCsv,
  rejectionsCsvWithNumbers,
} from './rejections-csv.rules'

function rejection(contact: unknown, error = 'Wrong.') {
  return { index: 0, phoneNumber: '', error, code: 'CONTACT_INVALID' as const, errors: [], contact }
}

/** Reads a CSV as lines of cells, without the byte order mark. */
function read(csv: string): string[][] {
  return Papa.parse<string[]>(csv.slice(1).trimEnd(), { newline: '\r\n', delimiter: ',' }).data
}

describe('rejectionsCsv', () => {
  it('keeps the columns in the order in which they first appear, and puts the reason last', () => {
    const csv = rejectionsCsv([
      rejection({ zebra: 'z1', name: 'n1' }, 'First.'),
      rejection({ name: 'n2', apple: 'a2', zebra: 'z2' }, 'Second.'),
    ])
    expect(read(csv)).toEqual([
      ['zebra', 'name', 'apple', REJECTION_REASON_COLUMN],
      ['z1', 'n1', '', 'First.'],
      ['z2', 'n2', 'a2', 'Second.'],
    ])
  })

  it('is a header alone without rejections', () => {
    expect(rejectionsCsv([])).toBe(`\uFEFF${REJECTION_REASON_COLUMN}\r\n`)
  })

  it('replaces the reason of an earlier round', () => {
    const csv = rejectionsCsv([rejection({ [REJECTION_REASON_COLUMN]: 'Old.', name: 'n' }, 'New.')])
    expect(read(csv)).toEqual([
      ['name', REJECTION_REASON_COLUMN],
      ['n', 'New.'],
    ])
  })

  it('writes what is no text as JSON, and nothing for null', () => {
    const csv = rejectionsCsv([rejection({ n: 5, yes: true, list: ['a', 1], object: { a: 1 }, nothing: null })])
    expect(read(csv)[1]).toEqual(['5', 'true', '["a",1]', '{"a":1}', '', 'Wrong.'])
  })

  it('writes nothing for what is not there', () => {
    expect(read(rejectionsCsv([rejection({ name: undefined, phone: '1' })]))[1]).toEqual(['', '1', 'Wrong.'])
  })

  it('takes nothing of a text but that it is one', () => {
    expect(read(rejectionsCsv([rejection({ length: 'n' }), rejection('text')]))[2]).toEqual(['', 'Wrong.'])
  })

  it.each([null, 'text', 5, ['a', 'b']])('has no columns for a contact that is %j', (contact) => {
    expect(read(rejectionsCsv([rejection({ name: 'n' }), rejection(contact)]))).toEqual([
      ['name', REJECTION_REASON_COLUMN],
      ['n', 'Wrong.'],
      ['', 'Wrong.'],
    ])
  })

  it('defuses cells, headers and reasons alike', () => {
    const csv = rejectionsCsv([rejection({ '=name': '@x' }, '+1 is no number.')])
    expect(read(csv)).toEqual([
      ["'=name", REJECTION_REASON_COLUMN],
      ["'@x", "'+1 is no number."],
    ])
  })

  it('reads only what the contact itself has', () => {
    const contact: unknown = JSON.parse('{"__proto__":"own","constructor":"own too"}')
    const csv = rejectionsCsv([rejection(contact), rejection({ name: 'n' })])
    expect(read(csv)).toEqual([
      ['__proto__', 'constructor', 'name', REJECTION_REASON_COLUMN],
      ['own', 'own too', '', 'Wrong.'],
      ['', '', 'n', 'Wrong.'],
    ])
  })
})

it('our columns are known by their names, which files of customers have by now', () => {
  expect([READ_AS_COLUMN, REJECTION_REASON_COLUMN]).toEqual(['rollcall_read_as', 'rollcall_rejection_reason'])
  expect(['rollcall_read_as', 'rollcall_rejection_reason', 'name', ''].map(isRejectionColumn)).toEqual([
    true,
    true,
    false,
    false,
  ])
})

it('rejectionsCsvWithNumbers: the number that would have been called stands before the reason', () => {
  const csv = rejectionsCsvWithNumbers([
    {
      ...rejection({ [READ_AS_COLUMN]: 'of the last round', name: 'n1', phone: '(415) 555-2671' }),
      readAs: '+14155552671',
    },
    { ...rejection({ name: 'n2', phone: 'n/a', later: 'x' }), readAs: null },
  ])
  expect(read(csv)).toEqual([
    ['name', 'phone', 'later', READ_AS_COLUMN, REJECTION_REASON_COLUMN],
    ['n1', '(415) 555-2671', '', "'+14155552671", 'Wrong.'],
    ['n2', 'n/a', 'x', '', 'Wrong.'],
  ])
})
