import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toMinutes } from './minute-of-day.rules'

describe('toMinutes', () => {
  it.each([
    ['00:00', 0],
    ['00:01', 1],
    ['01:00', 60],
    ['09:30', 570],
    ['19:59', 1_199],
    ['23:59', 1_439],
    ['24:00', 1_440],
  ])('%s is %i minutes after midnight', (text, minutes) => {
    expect(toMinutes(text)).toBe(minutes)
  })

  it.each([
    ...['', '9:00', '09:0', '009:00', '09:000', '0900', '09.00', '09:60', '24:01', '25:00', '30:00', '-1:00'],
    ...[' 09:00', '09:00 ', '09:00\n', 'at 24:00', '24:00 h', '09:00–17:00', '09:00:00', '9:00 am', '٠٩:٠٠', 'noon'],
  ])('%j is no time of day', (text) => {
    expect(toMinutes(text)).toBeNull()
  })

  it('comes later on the same day for a later time, which is a greater text too', () => {
    const time = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'))
    fc.assert(
      fc.property(time, time, (one, other) => {
        expect((toMinutes(one) ?? -1) < (toMinutes(other) ?? -1)).toBe(one < other)
      }),
    )
  })
})
