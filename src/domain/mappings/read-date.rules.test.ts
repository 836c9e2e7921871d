import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseScheduledAt } from '@/domain/schedule/scheduled-at.rules'
import { isDateAlone, isMidnight, readDate } from './read-date.rules'

describe('readDate', () => {
  it.each([
    ['3/4/2027 9:30 AM', 'mdy', '2027-03-04 09:30'],
    ['3/4/2027 9:30 AM', 'dmy', '2027-04-03 09:30'],
    ['03/04/2027 14:00', 'mdy', '2027-03-04 14:00'],
    ['04.03.2027 09:30', 'dmy', '2027-03-04 09:30'],
    ['4. 3. 2027 9:30 Uhr', 'dmy', '2027-03-04 09:30'],
    ['04.03.27, 9:30', 'dmy', '2027-03-04 09:30'],
    ['2027-03-04 9:30', 'ymd', '2027-03-04 09:30'],
    ['2027/3/4 9:30:05', 'ymd', '2027-03-04 09:30:05'],
    ['2027-03-04T09:30:00+0100', 'dmy', '2027-03-04 09:30:00+01:00'],
    ['2027-03-04 09:30:00 AM', 'mdy', '2027-03-04 09:30:00'],
    ['3/4/2027 12:00 AM', 'mdy', '2027-03-04 00:00'],
    ['3/4/2027 12:05 pm', 'mdy', '2027-03-04 12:05'],
    ['3/4/2027 9 p.m.', 'mdy', '2027-03-04 21:00'],
  ] as const)('reads %s as %s', (text, order, iso) => {
    expect(readDate(text, order)).toBe(iso)
    expect(parseScheduledAt(iso)).not.toBeNull()
  })

  it.each([
    ['13/3/2027 9:30', 'mdy'],
    ['3/13/2027 9:30', 'dmy'],
    ['3/4/2027', 'mdy'],
    ['3/4/2027 9', 'mdy'],
    ['3/4/2027 13:00 PM', 'mdy'],
    ['46450.395', 'dmy'],
    ['soon', 'dmy'],
    ['', 'ymd'],
  ] as const)('never swaps day and month, and adds no time: %s as %s', (text, order) => {
    expect(readDate(text, order)).toBeNull()
  })

  it('is what was written, in every order', () => {
    const part = {
      year: fc.integer({ min: 2000, max: 2099 }),
      month: fc.integer({ min: 1, max: 12 }),
      day: fc.integer({ min: 1, max: 28 }),
    }
    const time = fc.record({ ...part, hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) })
    fc.assert(
      fc.property(
        time,
        fc.constantFrom('dmy', 'mdy', 'ymd'),
        fc.constantFrom('/', '.', '-', ' '),
        (when, order, sign) => {
          const parts = { d: when.day, m: when.month, y: when.year }
          const two = (amount: number) => String(amount).padStart(2, '0')
          const date = [...order].map((letter) => parts[letter as 'd']).join(sign)
          const text = `${date} ${when.hour}:${two(when.minute)}`
          const iso = `${when.year}-${two(when.month)}-${two(when.day)} ${two(when.hour)}:${two(when.minute)}`
          expect(readDate(text, order)).toBe(iso)
          expect(isMidnight(text)).toBe(when.hour === 0 && when.minute === 0)
          expect(isDateAlone(text)).toBe(false)
        },
      ),
    )
  })

  it.each([
    '2027-03-04',
    '04.03.2027',
    '3/4/27',
    '20270304',
    '46450',
    '46450.0',
    'March 4, 2027',
    '4 March 2027',
    '4. März 2027',
  ])('knows %s for a date without a time', (text) => {
    expect(isDateAlone(text)).toBe(true)
  })
})
