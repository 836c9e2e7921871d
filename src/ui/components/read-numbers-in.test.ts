import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readNumbersIn } from './read-numbers-in'
import { readableNumber } from './readable-number'

test('numbers are found wherever they are, once, and read as readableNumber reads them', () => {
  const us = '+12125550100'
  const german = '+491711234567'
  expect(readNumbersIn([{ data: { rows: [{ to: us, calls: [{ from: german }, null, 7] }], again: us } }])).toEqual({
    [us]: { written: '+1 212 555 0100', country: 'United States' },
    [german]: { written: '+49 171 1234567', country: 'Germany' },
  })
})

test('what is no number in E.164 is left alone', () => {
  expect(readNumbersIn(['', '2125550100', '+0123456789', '+1212555010000000', 'x+12125550100', 12125550100])).toEqual(
    {},
  )
})

test('whatever a number is, a page says the same of it by either road', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\+[1-9]\d{6,14}$/), (e164) => {
      const { written, country } = readableNumber(e164)
      expect(readNumbersIn({ e164 })).toEqual({ [e164]: { written, country } })
    }),
  )
})
