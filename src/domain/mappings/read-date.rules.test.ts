import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseScheduledAt } from '@/domain/schedule/scheduled-at.rules'
import { isDateAlone, isMidnight, isUnordered, isUnorderedDay, readDate, readDay } from './read-date.rules'

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

describe('readDay', () => {
  it.each([
    ['3/4/2027', 'mdy', '2027-03-04'],
    ['3/4/2027', 'dmy', '2027-04-03'],
    ['04.03.27', 'dmy', '2027-03-04'],
    ['2027/3/4', 'ymd', '2027-03-04'],
    ['2027-03-04', 'mdy', '2027-03-04'],
  ] as const)('reads %s as %s', (text, order, iso) => {
    expect(readDay(text, order)).toBe(iso)
  })

  it.each([
    ['13/14/2027', 'mdy'],
    ['3/4/2027 9:30', 'mdy'],
    ['46450', 'dmy'],
    ['March 4, 2027', 'mdy'],
    ['', 'dmy'],
  ] as const)('adds nothing and takes nothing away: %s as %s', (text, order) => {
    expect(readDay(text, order)).toBeNull()
  })

  it.each([
    ['3/4/2027', true],
    ['25.12.2027', true],
    ['2027/3/4', true],
    ['2027-03-04', false],
    [' 2027-03-04 ', false],
    ['3/4/2027 9:30', false],
    ['soon', false],
  ])('of %s the order has to be chosen: %s', (text, unordered) => {
    expect(isUnorderedDay(text)).toBe(unordered)
  })
})

describe('a date and time', () => {
  it.each([
    ['4 / 3 / 2027 9:30', '2027-03-04 09:30'],
    ['4-3-2027 9:30', '2027-03-04 09:30'],
    ['4 3 2027 9:30', '2027-03-04 09:30'],
    ['4.3.2027T9:30', '2027-03-04 09:30'],
    ['4.3.2027 ,  9:30', '2027-03-04 09:30'],
    ['4.3.2027 at 9:30', '2027-03-04 09:30'],
    ['4.3.2027 um 9.30 Uhr', '2027-03-04 09:30'],
    ['4.3.2027 à 9h30', '2027-03-04 09:30'],
    ['4.3.2027 9:30 h', '2027-03-04 09:30'],
    ['4.3.2027 9:30:05', '2027-03-04 09:30:05'],
    ['4.3.2027 9:30:05.123', '2027-03-04 09:30:05'],
    ['4.3.2027 9:30:05,1', '2027-03-04 09:30:05'],
    ['4.3.2027 9am', '2027-03-04 09:00'],
    ['4.3.2027 1 pm', '2027-03-04 13:00'],
    ['4.3.2027 9:30 P. M.', '2027-03-04 21:30'],
    ['4.3.2027 9:30Z', '2027-03-04 09:30Z'],
    ['4.3.2027 9:30 utc', '2027-03-04 09:30Z'],
    ['4.3.2027 9:30 GMT', '2027-03-04 09:30Z'],
    ['4.3.2027 9:30 +01', '2027-03-04 09:30+01:00'],
    ['4.3.2027 9:30-05:30', '2027-03-04 09:30-05:30'],
    ['4.3.2027 9:30 +0545', '2027-03-04 09:30+05:45'],
    ['  4.3.2027   9:30  ', '2027-03-04 09:30'],
    ['4.12.27 23:59', '2027-12-04 23:59'],
    ['2027.3.4 9:30', '2027-03-04 09:30'],
  ])('%j is %s', (text, iso) => {
    expect(readDate(text, 'dmy')).toBe(iso)
  })

  it.each([
    ['x4.3.2027 9:30', 'dmy'],
    ['4.3.2027 9:30x', 'dmy'],
    ['4.3.2027 9:30 xm', 'dmy'],
    ['4.3.20279:30', 'dmy'],
    ['4x3.2027 9:30', 'dmy'],
    ['4.3x2027 9:30', 'dmy'],
    ['4.3.202 9:30', 'dmy'],
    ['4.3.2 9:30', 'dmy'],
    ['123.3.2027 9:30', 'dmy'],
    ['2027.3.123 9:30', 'dmy'],
    ['2027.3.2027 9:30', 'ymd'],
    ['4.3.2027 9:30', 'ymd'],
    ['27.3.4567 9:30', 'ymd'],
    ['4.3.2027 0:30 AM', 'dmy'],
    ['4.3.2027 9:3', 'dmy'],
    ['4.3.2027 9:30 +1', 'dmy'],
  ] as const)('%j is none in the order %s', (text, order) => {
    expect(readDate(text, order)).toBeNull()
  })

  it('of one o’clock is one with am and pm', () => {
    expect(readDate('4.3.2027 1:00 AM', 'dmy')).toBe('2027-03-04 01:00')
    expect(readDate('27.3.4 9:30', 'ymd')).toBe('2027-03-04 09:30')
  })
})

it.each([
  ['4.3.2027 9:30', true],
  ['3/14/2027 9:30', true],
  ['2027-03-04 09:30', false],
  ['2027-03-04T09:30:00Z', false],
  ['2027/03/04 9:30', true],
  ['4.3.2027', false],
  ['soon', false],
  ['', false],
])('%j waits for an order: %s', (text, unordered) => {
  expect(isUnordered(text)).toBe(unordered)
})

it.each([
  ' 2027-03-04 ',
  '4 / 3 / 2027',
  '4.3.27',
  '4.3.2027.',
  '20270304',
  ' 46450 ',
  '46450,00',
  'Mar. 4 2027',
  'March 4th, 2027',
  '1st March 2027',
  '2nd Mar, 2027',
  '3rd May 2027',
])('%j is a date alone', (text) => {
  expect(isDateAlone(text)).toBe(true)
})

it.each([
  'on 2027-03-04',
  '2027-03-04 x',
  '2027-03-04 09:30',
  '4x3.2027',
  '4.3x2027',
  '2027030',
  '202703041',
  '16450',
  '146450',
  '46450x',
  '46450.1',
  '4645',
  'x46450',
  'March 2027',
  'March 4',
  'Ma 4 2027',
  '4 Ma 2027',
  'March 4 27',
  '',
])('%j is no date alone', (text) => {
  expect(isDateAlone(text)).toBe(false)
})

it.each([
  ['2027-03-04T00:00', true],
  ['2027-03-04 00:00:00', true],
  ['2027-03-04 00:00:00.000', true],
  ['2027-03-04 00:00:00,0', true],
  ['2027-03-04 0:00', true],
  ['2027-03-04 00.00', true],
  ['3/4/2027 12:00 AM', true],
  ['3/4/2027 12:00:00 a.m.', true],
  ['3/4/2027 12:00am', true],
  ['2027-03-04T00:00:00Z', true],
  ['2027-03-04T00:00 UTC', true],
  ['2027-03-04T00:00 GMT', true],
  ['2027-03-04T00:00:00+01:00', true],
  ['2027-03-04T00:00-0530', true],
  [' 2027-03-04T00:00 ', true],
  ['2027-03-04T00:01', false],
  ['2027-03-04T00:00:01', false],
  ['2027-03-04T00:00:00.001', false],
  ['2027-03-04T00:00:00.0x', false],
  ['3/4/2027 12:00 PM', false],
  ['3/4/2027 12:00', false],
  ['3/4/2027 12:00:01 AM', false],
  ['2027-03-04T000:00', false],
  ['2027-03-04T00:00x', false],
  ['2027-03-04T00:00 xUTC', false],
  ['2027-03-04T00:00+1', false],
  ['2027-03-0400:00', false],
  ['2027-03-04', false],
])('%j is midnight: %s', (text, midnight) => {
  expect(isMidnight(text)).toBe(midnight)
})
