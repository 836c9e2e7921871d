import { expect, it } from 'vitest'
import { inferTimezone } from './infer-timezone'

it.each([
  ['+12125550100', 'DE', 'America/New_York'],
  ['tel:+1-212-555-0100;ext=12', 'DE', 'America/New_York'],
  ['030 901820', 'DE', 'Europe/Berlin'],
  ['＋１２１２５５５０１００', 'DE', 'America/New_York'],
  ['nobody', 'US', null],
  [undefined, 'US', null],
])('the timezone of %s, sent in %s, is %s', async (phoneNumber, country, timezone) => {
  expect(await inferTimezone(phoneNumber, country)).toBe(timezone)
})
