import { expect, it } from 'vitest'
import { type ExportedContact, ExportRows, writeMoment } from './export-rows.rules'

const contact: ExportedContact = {
  name: 'Ada',
  phoneNumber: '+15550000001',
  phoneNumberExt: null,
  toEmailAddress: null,
  externalId: 'crm-1',
  timezone: 'America/New_York',
  customInputVariables: { plan: 'pro', note: '=1+1', rare: 'x' },
  lifecycleStatus: 'done',
  result: 'nobody reached',
  lastResultType: 'Busy',
  outcomes: ['a', 'b'],
  calls: 2,
  duration: 31.5,
  summary: null,
  enrolledAt: '2027-03-01T16:00:00.000Z',
  scheduledAt: '2027-07-01T16:00:00.000Z',
  lastCallAt: null,
  lastFromNumber: '+15559876543',
  endedAt: null,
  agentName: 'Ada',
  batchName: null,
  batchId: 'the batch',
  sequenceId: 'call-sequence.1',
  test: false,
}

it('has a column for each variable that is known, and one for all others', () => {
  const rows = new ExportRows(['plan', 'absent'])
  const cells = rows.cellsOf(contact)
  expect(cells.length).toBe(rows.columns.length)
  const cellOf = (column: string) => cells[rows.columns.indexOf(column)]
  expect(cellOf('plan')).toBe('pro')
  expect(cellOf('absent')).toBeNull()
  expect(cellOf('Other variables')).toBe('{"note":"=1+1","rare":"x"}')
  expect(cellOf('Result')).toBe('nobody reached')
  expect(cellOf('Outcomes')).toBe('a; b')
  expect(cellOf('Calls')).toBe(2)
  expect(cellOf('External id')).toBe('crm-1')
  expect(cellOf('Last called from')).toBe('+15559876543')
  expect(cellOf('Test')).toBeNull()
  expect(rows.cellsOf({ ...contact, test: true })[rows.columns.indexOf('Test')]).toBe('yes')
  expect(cellOf('Batch')).toBe('the batch')
  expect(cellOf('Enrolled at')).toBe('2027-03-01 11:00:00 -05:00')
  expect(cellOf('Scheduled for')).toBe('2027-07-01 12:00:00 -04:00')
})

it.each([
  ['2027-01-01T00:00:00.000Z', 'Asia/Kolkata', '2027-01-01 05:30:00 +05:30'],
  ['2027-01-01T00:00:00.000Z', 'UTC', '2027-01-01 00:00:00 +00:00'],
  ['2027-01-01T00:00:00.000Z', 'America/St_Johns', '2026-12-31 20:30:00 -03:30'],
  [null, 'UTC', null],
])('%s in %s is %s', (iso, zone, written) => {
  expect(writeMoment(iso, zone)).toBe(written)
})
