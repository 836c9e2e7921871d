import { expect, it } from 'vitest'
import { joinAreaCode } from './phone-parts.rules'

it.each([
  ['030', '901820', '030 901820'],
  [' 030 ', ' 901820 ', '030 901820'],
  ['415', '5+55', '415 5+55'],
  ['030', '+49 30 901820', '+49 30 901820'],
  ['030', '＋49 30 901820', '＋49 30 901820'],
  ['030', ' 0171 1234567', ' 0171 1234567'],
  ['', '901820', '901820'],
  [' ', '901820', '901820'],
  ['030', '', ''],
  ['030', ' ', ' '],
])('%j and %j are %j', (areaCode, phoneNumber, joined) => {
  expect(joinAreaCode(areaCode, phoneNumber)).toBe(joined)
})
