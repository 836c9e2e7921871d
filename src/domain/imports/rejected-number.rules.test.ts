import { expect, it } from 'vitest'
import { rejectedNumberOf } from './rejected-number.rules'

it.each([
  ['what was noted', { readAs: '+4930901820', phoneNumber: '0171' }, { defaultCountry: 'US' }, '+4930901820'],
  ['that none was read', { readAs: '', phoneNumber: '(415) 555-2671' }, { defaultCountry: 'US' }, null],
  ['what is read again', { readAs: null, phoneNumber: '(415) 555-2671' }, { defaultCountry: 'US' }, '+14155552671'],
  ['what has its country', { readAs: null, phoneNumber: '+49 30 901820' }, {}, '+4930901820'],
  ['nothing without a country', { readAs: null, phoneNumber: '030 901820' }, {}, null],
  ['nothing where the country is null', { readAs: null, phoneNumber: '030 901820' }, { defaultCountry: null }, null],
  ['nothing where the options are none', { readAs: null, phoneNumber: '030 901820' }, null, null],
  ['nothing of what is no number', { readAs: null, phoneNumber: 'nobody' }, { defaultCountry: 'US' }, null],
])('tells %s', (_, rejection, options, number) => {
  expect(rejectedNumberOf(rejection, options)).toBe(number)
})
