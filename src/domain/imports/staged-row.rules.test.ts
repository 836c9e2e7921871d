import { expect, it } from 'vitest'
import { stagedRowMapper } from './staged-row.rules'

const MAPPING = {
  columns: ['name', 'phoneNumber', null],
  constants: { timezone: 'Europe/Berlin' },
  familyNameFirst: false,
  dateOrder: null,
}

it('makes the contact of the cells, and keeps the row', () => {
  const row = { row: 7, recordNumber: 8, cells: ['Ada', '0171 1234567', 'left out'] }
  const contact = { name: 'Ada', phoneNumber: '0171 1234567', timezone: 'Europe/Berlin' }
  expect(stagedRowMapper(MAPPING)(row)).toEqual({ ...row, written: contact, sent: contact, consent: null })
})

it('takes the contact that a row of an older version carries', () => {
  const row = { row: 7, recordNumber: 8, cells: ['Ada', '0171 1234567'] }
  const contact = { name: 'Ada', phoneNumber: '0171 1234567' }
  expect(stagedRowMapper(null)({ ...row, contact })).toEqual({ ...row, written: contact, sent: contact, consent: null })
  expect(stagedRowMapper(null)(row)).toEqual({ ...row, written: {}, sent: {}, consent: null })
})

it('refuses a mapping that is none, rather than to call whom it would make of it', () => {
  expect(() => stagedRowMapper({ columns: ['nobody'] })).toThrow()
})
