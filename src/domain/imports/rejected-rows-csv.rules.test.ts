import Papa from 'papaparse'
import { expect, it } from 'vitest'
import { READ_AS_COLUMN, REJECTION_REASON_COLUMN } from '@/domain/batches/rejections-csv.rules'
import { rejectedRowsCsv } from './rejected-rows-csv.rules'

/** Reads a CSV as lines of cells, without the byte order mark. */
function read(csv: string): string[][] {
  return Papa.parse<string[]>(csv.slice(1).trimEnd(), { newline: '\r\n', delimiter: ',' }).data
}

it('has the columns of the file, then the number and the reason', () => {
  const csv = rejectedRowsCsv(
    ['Phone', 'Name'],
    [
      { cells: ['0171 1234567', 'Ada'], readAs: '+491711234567', reason: 'First.' },
      { cells: ['n/a', 'Bo'], readAs: null, reason: 'Second.' },
    ],
  )
  expect(read(csv)).toEqual([
    ['Phone', 'Name', READ_AS_COLUMN, REJECTION_REASON_COLUMN],
    ['0171 1234567', 'Ada', "'+491711234567", 'First.'],
    ['n/a', 'Bo', '', 'Second.'],
  ])
})

it('replaces its own columns of an earlier round, wherever they stand', () => {
  const csv = rejectedRowsCsv(
    [REJECTION_REASON_COLUMN, 'Phone', READ_AS_COLUMN, 'Name'],
    [{ cells: ['Old.', 'n/a', '+1', 'Ada'], readAs: null, reason: 'New.' }],
  )
  expect(read(csv)).toEqual([
    ['Phone', 'Name', READ_AS_COLUMN, REJECTION_REASON_COLUMN],
    ['n/a', 'Ada', '', 'New.'],
  ])
})

it('fills up a row that ends early, and leaves a column without a header one', () => {
  const csv = rejectedRowsCsv(['Phone', '', 'Name'], [{ cells: ['n/a'], readAs: null, reason: 'No.' }])
  expect(read(csv)).toEqual([
    ['Phone', '', 'Name', READ_AS_COLUMN, REJECTION_REASON_COLUMN],
    ['n/a', '', '', '', 'No.'],
  ])
})
