import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test, vi } from 'vitest'
import { TIME_ZONE_NAMES } from './time-zone-list.rules'
import { offsetAt, stretchAt, toMoment } from './zone-clock.rules'

// Properties run hundreds of cases, on machines that are busy with other things.
vi.setConfig({ testTimeout: 60_000 })

/** Zones with something unusual in their clocks: half-hour DST, DST in winter, Ramadan, skipped days. */
const UNUSUAL_ZONES = [
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Europe/Dublin',
  'Asia/Gaza',
  'Asia/Kathmandu',
  'America/St_Johns',
  'Antarctica/Troll',
  'Etc/GMT+12',
  'UTC',
]

const zones = fc.oneof(fc.constantFrom(...UNUSUAL_ZONES), fc.constantFrom(...TIME_ZONE_NAMES))
const moments = fc.integer({ min: Date.UTC(2009, 0), max: Date.UTC(2038, 0) })

function referenceOffset(zone: string, ms: number): number {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6
}

function referenceMoment(zone: string, local: string): number {
  return Temporal.PlainDateTime.from(local).toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds
}

function localMs(local: string): number {
  return Date.parse(`${local}Z`)
}

describe('offsetAt', () => {
  test('is what Temporal says, for any zone and moment', () => {
    fc.assert(
      fc.property(zones, moments, (zone, ms) => {
        expect(offsetAt(zone, ms)).toBe(referenceOffset(zone, ms))
      }),
      { numRuns: 1_500 },
    )
  })

  test.each(UNUSUAL_ZONES)('changes at the very moments of %s', (zone) => {
    let at = Temporal.Instant.fromEpochMilliseconds(Date.UTC(2010, 0)).toZonedDateTimeISO(zone)
    for (let count = 0; count < 60; count += 1) {
      const next = at.getTimeZoneTransition('next')
      if (!next || next.epochMilliseconds > Date.UTC(2037, 0)) break
      const ms = next.epochMilliseconds
      expect(offsetAt(zone, ms)).toBe(referenceOffset(zone, ms))
      expect(offsetAt(zone, ms - 1)).toBe(referenceOffset(zone, ms - 1))
      at = next
    }
  })
})

test('stretchAt holds its moment and has one offset', () => {
  fc.assert(
    fc.property(zones, moments, (zone, ms) => {
      const { startMs, endMs, offsetMs } = stretchAt(zone, ms)
      expect(startMs <= ms && ms < endMs).toBe(true)
      expect(referenceOffset(zone, startMs)).toBe(offsetMs)
      expect(referenceOffset(zone, endMs - 1)).toBe(offsetMs)
    }),
  )
})

describe('toMoment', () => {
  test.each([
    // Gaps: moved on by their length.
    ['America/New_York', '2027-03-14T02:30:00', '2027-03-14T07:30:00Z'],
    ['Australia/Lord_Howe', '2026-10-04T02:15:00', '2026-10-03T15:45:00Z'],
    ['Pacific/Apia', '2011-12-30T12:00:00', '2011-12-30T22:00:00Z'],
    // Overlaps: the first of both.
    ['America/New_York', '2026-11-01T01:30:00', '2026-11-01T05:30:00Z'],
    ['Australia/Lord_Howe', '2027-04-04T01:45:00', '2027-04-03T14:45:00Z'],
    ['Europe/London', '2027-10-31T01:00:00', '2027-10-31T00:00:00Z'],
    // The edges of a gap.
    ['America/New_York', '2027-03-14T01:59:59', '2027-03-14T06:59:59Z'],
    ['America/New_York', '2027-03-14T03:00:00', '2027-03-14T07:00:00Z'],
  ])('%s %s is %s', (zone, local, moment) => {
    expect(new Date(toMoment(zone, localMs(local))).toISOString()).toBe(new Date(moment).toISOString())
    expect(referenceMoment(zone, local)).toBe(Date.parse(moment))
  })

  test('is what Temporal says, for any zone and local time', () => {
    fc.assert(
      fc.property(zones, moments, (zone, ms) => {
        const local = new Date(ms).toISOString().slice(0, -1)
        expect(toMoment(zone, ms)).toBe(referenceMoment(zone, local))
      }),
      { numRuns: 1_500 },
    )
  })

  test.each(UNUSUAL_ZONES)('is what Temporal says around the transitions of %s', (zone) => {
    let at = Temporal.Instant.fromEpochMilliseconds(Date.UTC(2011, 0)).toZonedDateTimeISO(zone)
    for (let count = 0; count < 12; count += 1) {
      const next = at.getTimeZoneTransition('next')
      if (!next) break
      const transition = next.epochMilliseconds + next.offsetNanoseconds / 1e6
      for (let minutes = -180; minutes <= 180; minutes += 7) {
        const ms = transition + minutes * 60_000
        expect(toMoment(zone, ms)).toBe(referenceMoment(zone, new Date(ms).toISOString().slice(0, -1)))
      }
      at = next
    }
  })
})

test('a zone younger than the tz data of the engine is computed as its equal of today', () => {
  const { DateTimeFormat } = Intl
  const refusing = vi.spyOn(Intl, 'DateTimeFormat').mockImplementation(function refuse(locale, options) {
    if (options?.timeZone === 'America/Coyhaique') throw new RangeError('Invalid time zone specified')
    return new DateTimeFormat(locale, options)
  })
  const ms = Date.UTC(2026, 5, 1)
  const offset = offsetAt('America/Coyhaique', ms)
  refusing.mockRestore()
  expect(offset).toBe(offsetAt('America/Punta_Arenas', ms))
  expect(offset).toBe(-3 * 3_600_000)
})
