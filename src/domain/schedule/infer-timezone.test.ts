import { expect, it } from 'vitest'
import { NOW_MS } from '@/testing/validation-context'
import { inferTimezone } from './infer-timezone'

it.each([
  ['+12125550100', 'DE', 'America/New_York'],
  ['tel:+1-212-555-0100;ext=12', 'DE', 'America/New_York'],
  ['030 901820', 'DE', 'Europe/Berlin'],
  ['＋１２１２５５５０１００', 'DE', 'America/New_York'],
  // Berlin and Büsingen, Jakarta and Pontianak: several names with one time.
  ['+4915112345678', 'US', 'Europe/Berlin'],
  ['nobody', 'US', null],
  [undefined, 'US', null],
])('the timezone of %s, sent in %s, is %s', async (phoneNumber, country, timezone) => {
  expect(await inferTimezone(phoneNumber, country, NOW_MS)).toBe(timezone)
})

it.each([
  ['toll-free', '+18005551234'],
  ['toll-free', '+18885551234'],
  ['unassigned', '+15551234567'],
  ['of two times in one state', '+12085551234'],
  ['of the mainland, Madeira or the Azores', '+351912345678'],
  ['of no country', '+80012345678'],
])('a number that is %s has none: %s', async (_, phoneNumber) => {
  expect(await inferTimezone(phoneNumber, 'US', NOW_MS)).toBeNull()
})
