import { expect, it } from 'vitest'
import { rejectedNumberOf } from './rejected-number.rules'

const US = { defaultCountry: 'US' }

it.each([
  ['what was noted', { readAs: '+4930901820', phoneNumber: '0171' }, US, '+4930901820'],
  ['that none was read', { readAs: '', phoneNumber: '(415) 555-2671' }, US, null],
  ['what is read again', { readAs: null, phoneNumber: '(415) 555-2671' }, US, '+14155552671'],
  ['what has its country', { readAs: null, phoneNumber: '+49 30 901820' }, {}, '+4930901820'],
  ['nothing without a country', { readAs: null, phoneNumber: '030 901820' }, {}, null],
  ['nothing where the country is null', { readAs: null, phoneNumber: '030 901820' }, { defaultCountry: null }, null],
  ['nothing where the options are none', { readAs: null, phoneNumber: '030 901820' }, null, null],
  ['nothing of what is no number', { readAs: null, phoneNumber: 'nobody' }, US, null],
])('tells %s', (_, rejection, options, readAs) => {
  expect(rejectedNumberOf(rejection, { mapping: null, options })).toEqual({ readAs, mayBe: [] })
})

it.each(['', null])('names the numbers that an ambiguous one may be, noted as %j', (readAs) => {
  expect(rejectedNumberOf({ readAs, phoneNumber: '4930901820' }, { mapping: null, options: US })).toEqual({
    readAs: null,
    mayBe: ['+4930901820', '+14930901820'],
  })
})

it('reads in the country that the row says, and in none where it says what nobody can read', () => {
  const imported = { mapping: { columns: ['name', 'phoneNumber', 'phoneCountry'] }, options: US }
  const read = (country: string) =>
    rejectedNumberOf({ readAs: null, phoneNumber: '4930901820', cells: ['Ada', '4930901820', country] }, imported)
  expect(read('')).toEqual({ readAs: null, mayBe: ['+4930901820', '+14930901820'] })
  expect(read('Germany').mayBe).toEqual([])
  expect(read('Atlantis')).toEqual({ readAs: null, mayBe: [] })
})

it('finds the column of countries where it is the first, and takes a row that ends before it for one without', () => {
  const first = { mapping: { columns: ['phoneCountry', 'phoneNumber'] }, options: null }
  const rejection = { readAs: null, phoneNumber: '030 901820' }
  expect(rejectedNumberOf({ ...rejection, cells: ['Germany'] }, first).readAs).toBe('+4930901820')
  const last = { mapping: { columns: ['phoneNumber', 'phoneCountry'] }, options: { defaultCountry: 'DE' } }
  expect(rejectedNumberOf({ ...rejection, cells: ['030 901820'] }, last).readAs).toBe('+4930901820')
})
