import { describe, expect, it } from 'vitest'
import {
  describeInBothZones,
  formatAbsoluteTime,
  formatExactTime,
  formatRelativeTime,
  placeOf,
  untilRelativeTimeChanges,
} from './format-time'

const now = Date.parse('2026-11-23T18:00:00Z')
const minutes = (amount: number) => amount * 60_000
const hours = (amount: number) => amount * 3_600_000

describe('formatRelativeTime', () => {
  it.each([
    [-20_000, 'just now'],
    [20_000, 'in a moment'],
    [-minutes(5), '5 min. ago'],
    [minutes(59), 'in 59 min.'],
    [-hours(23), '23 hr. ago'],
    [-hours(24), 'Nov 22, 13:00'],
    [hours(24 * 60), 'Jan 22, 2027, 13:00'],
  ])('says %d ms as %s', (differenceMs, text) => {
    expect(formatRelativeTime(now + differenceMs, now, 'America/New_York')).toBe(text)
  })
})

it.each([
  // In UTC it is 2027 already.
  ['2027-01-01T02:00:00Z', '2026-12-01T12:00:00Z', 'America/New_York', 'Dec 31, 21:00'],
  ['2027-01-01T02:00:00Z', '2027-01-05T12:00:00Z', 'America/New_York', 'Dec 31, 2026, 21:00'],
  ['2026-12-31T20:00:00Z', '2026-12-01T12:00:00Z', 'Asia/Tokyo', 'Jan 1, 2027, 05:00'],
  ['2026-12-31T20:00:00Z', '2027-01-05T12:00:00Z', 'Asia/Tokyo', 'Jan 1, 05:00'],
])('writes the year of %s, read on %s, if it is another one in %s', (time, read, timeZone, text) => {
  expect(formatAbsoluteTime(Date.parse(time), Date.parse(read), timeZone)).toBe(text)
})

it('writes a time in its zone, and names the zone where it is exact', () => {
  expect(formatAbsoluteTime(now, now, 'Asia/Kolkata')).toBe('Nov 23, 23:30')
  expect(formatExactTime(now, 'Europe/Berlin')).toBe('Monday, November 23, 2026 at 19:00:00 GMT+1 (Europe/Berlin)')
  expect(formatExactTime(now, 'UTC')).toBe('Monday, November 23, 2026 at 18:00:00 UTC')
})

it('looks again while the words can still change', () => {
  expect(untilRelativeTimeChanges(now - minutes(5), now)).toBe(30_000)
  expect(untilRelativeTimeChanges(now - hours(5), now)).toBe(600_000)
  expect(untilRelativeTimeChanges(now - hours(25), now)).toBeNull()
})

describe('describeInBothZones', () => {
  const timeMs = Date.UTC(2026, 10, 30, 15)

  it('tells the contact’s clock, and the reader’s below it, each with its zone', () => {
    expect(describeInBothZones(timeMs, 'America/Chicago', 'Europe/Berlin').split('\n')).toEqual([
      'Monday, November 30, 2026 at 09:00:00 CST (America/Chicago)',
      'For you: Monday, November 30, 2026 at 16:00:00 GMT+1 (Europe/Berlin)',
    ])
  })

  it('tells one clock where both are the same', () => {
    expect(describeInBothZones(timeMs, 'America/Chicago', 'America/Chicago')).not.toContain('\n')
  })
})

it('placeOf', () => {
  expect(placeOf('America/Argentina/Buenos_Aires')).toBe('Buenos Aires')
  expect(placeOf('UTC')).toBe('UTC')
})
