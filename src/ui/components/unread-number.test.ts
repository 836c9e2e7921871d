import { expect, it } from 'vitest'
import { readPhoneNumber } from '@/domain/phones/phone-number.rules'
import { describeUnread } from './unread-number'

it.each([
  ['4930901820', 'Could be two numbers', 'Germany or United States'],
  ['(212) 555-0133 / (212) 555-0134', 'More than one number', ''],
  ['n/a', 'No number', ''],
  ['', 'No number', ''],
  ['442079460958', 'No number', ''],
])('%s: %s', (written, what, countries) => {
  const reading = readPhoneNumber(written, 'US')
  const mayBe = reading.kind === 'ambiguous' ? reading.readings.map(({ e164 }) => e164) : []
  expect(describeUnread(written, mayBe)).toEqual({ what, countries })
})

it('a single number that would be a guess is not one of two', () => {
  expect(describeUnread('0055 11 91234 5678', ['+5511912345678'])).toEqual({
    what: 'Not certain',
    countries: 'Perhaps Brazil',
  })
})

it('names a country once', () => {
  expect(describeUnread('1', ['+4930901820', '+49301820']).countries).toBe('Germany')
})
