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

test('what is no moment, or no zone, is a RangeError', () => {
  expect(() => stretchAt('UTC', Number.NaN)).toThrow(RangeError)
  expect(() => stretchAt('UTC', 8.64e15 + 1)).toThrow(RangeError)
  expect(() => stretchAt('Mars/Olympus', 0)).toThrow(RangeError)
})

// Temporal is what takes long: an enrollment has thousands of contacts, and asks for each.
describe('Temporal is asked', () => {
  const BLOCK_MS = 14 * 86_400_000
  // Blocks without a transition, long before any that other tests ask for.
  const start = -BLOCK_MS * 1_000

  /** Counts how often Temporal is asked while `offsetAt` is asked for the moments. */
  function countAsked(zone: string, moments: readonly number[]): number {
    const asking = vi.spyOn(Temporal.Instant, 'fromEpochMilliseconds')
    for (const ms of moments) offsetAt(zone, ms)
    const count = asking.mock.calls.length
    asking.mockRestore()
    return count
  }

  test('twice for all moments of two weeks, and not again after other weeks', () => {
    const zone = 'Etc/GMT+3'
    expect(countAsked(zone, [start, start + 1, start + BLOCK_MS - 1])).toBe(2)
    expect(countAsked(zone, [start + BLOCK_MS])).toBe(2)
    expect(countAsked(zone, [start, start + BLOCK_MS])).toBe(0)
  })

  test('again after decades of other dates, which would fill the memory', () => {
    const zone = 'Etc/GMT+4'
    const decades = Array.from({ length: 1_000 }, (_, index) => start + index * BLOCK_MS)
    countAsked(zone, decades)
    expect(countAsked(zone, [start])).toBe(2)
  })
})

describe('a zone that is younger than the tz data of some engines', () => {
  const zone = 'America/Coyhaique'
  // Before it became a zone of its own, in winter: it had UTC-4, and its equal of today UTC-3.
  const ms = Date.UTC(2024, 5, 1)

  /** What the engine says of a zone is kept, so each test starts without. */
  async function freshOffsetAt(): Promise<typeof offsetAt> {
    vi.resetModules()
    return (await import('./zone-clock.rules')).offsetAt
  }

  test('is computed as its equal of today where the engine does not know it, which is asked once', async () => {
    const { DateTimeFormat } = Intl
    let asked = 0
    const refusing = vi.spyOn(Intl, 'DateTimeFormat').mockImplementation(function refuse(locale, options) {
      if (options?.timeZone !== zone) return new DateTimeFormat(locale, options)
      asked += 1
      throw new RangeError('Invalid time zone specified')
    })
    try {
      const offset = await freshOffsetAt()
      expect(offset(zone, ms)).toBe(-3 * 3_600_000)
      expect(offset(zone, Date.UTC(2026, 5, 1))).toBe(-3 * 3_600_000)
      expect(asked).toBe(1)
    } finally {
      refusing.mockRestore()
    }
  })

  test.runIf(Intl.supportedValuesOf('timeZone').includes(zone))('is itself where the engine knows it', async () => {
    const offset = await freshOffsetAt()
    expect(offset(zone, ms)).toBe(-4 * 3_600_000)
  })
})
