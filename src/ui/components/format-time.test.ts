import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  describeInBothZones,
  formatAbsoluteTime,
  formatClockTime,
  formatExactTime,
  formatHour,
  formatRelativeTime,
  formatTimeOfDay,
  formatWallTime,
  placeOf,
  untilRelativeTimeChanges,
  zoneInList,
  zoneName,
} from './format-time'

const readIn = (language: string) => vi.stubGlobal('navigator', { language })
beforeEach(() => readIn('de-DE'))
afterEach(() => vi.unstubAllGlobals())

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
  expect(formatExactTime(now, 'Europe/Berlin')).toBe(
    'Monday, November 23, 2026 at 19:00:00 Central European Standard Time',
  )
  expect(formatExactTime(now, 'UTC')).toBe('Monday, November 23, 2026 at 18:00:00 Coordinated Universal Time')
})

it.each([
  ['en-US', '7:05 PM'],
  ['en-GB', '19:05'],
  ['de-DE', '19:05'],
  ['ko-KR', '7:05 PM'],
  ['ja-JP', '19:05'],
])('the clock of a browser in %s says %s', (language, text) => {
  readIn(language)
  const timeMs = Date.parse('2026-11-23T19:05:00Z')
  // The space before PM is a narrow one that does not break.
  const plain = (written: string) => written.replaceAll('\u202f', ' ')
  expect(plain(formatClockTime(timeMs, 'UTC'))).toBe(text)
  expect(plain(formatHour(Date.parse('2026-11-23T19:00:00Z'), 'UTC'))).toBe(
    text.replace(':05 ', ' ').replace(':05', ':00'),
  )
  expect(plain(formatAbsoluteTime(timeMs, timeMs, 'UTC'))).toBe(`Nov 23, ${text}`)
  expect(plain(formatExactTime(timeMs, 'UTC'))).toContain(text.replace(/( PM)?$/, ':00$1'))
})

it('writes the times of call windows on the same clock', () => {
  expect(['00:00', '09:30', '24:00'].map(formatWallTime)).toEqual(['00:00', '09:30', '24:00'])
  readIn('en-US')
  const written = ['00:00', '09:30', '24:00'].map((time) => formatWallTime(time).replaceAll('\u202f', ' '))
  expect(written).toEqual(['12:00 AM', '9:30 AM', 'midnight'])
})

it('tells the day only of another day than today', () => {
  expect(formatTimeOfDay(now, now + hours(5), 'UTC')).toBe('18:00')
  expect(formatTimeOfDay(now, now + hours(6), 'UTC')).toBe('Nov 23, 18:00')
  expect(formatTimeOfDay(now, now + hours(6), 'America/New_York')).toBe('13:00')
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
      'Monday, November 30, 2026 at 09:00:00 Central Standard Time',
      'For you: Monday, November 30, 2026 at 16:00:00 Central European Standard Time',
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

it.each([
  ['America/New_York', 'New York time', 'New York, America'],
  ['America/Argentina/Buenos_Aires', 'Buenos Aires time', 'Buenos Aires, Argentina, America'],
  ['UTC', 'UTC', 'UTC'],
  ['Etc/GMT+5', 'GMT+5', 'GMT+5, Etc'],
])('%s is %s, and in a list %s', (timeZone, name, inList) => {
  expect(zoneName(timeZone)).toBe(name)
  expect(zoneInList(timeZone)).toBe(inList)
})
