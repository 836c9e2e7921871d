import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test, vi } from 'vitest'
import { ALWAYS_OPEN, OFFICE_HOURS } from '@/testing/validation-context'
import { hasNoWindow, isInsideWindow, nextAllowedMoment } from './call-windows.rules'
import type { CallWindows } from './call-windows.schema'
import { TIME_ZONE_NAMES } from './time-zone-list.rules'
import { WEEKDAYS } from './weekdays.rules'

// Properties run hundreds of cases, on machines that are busy with other things.
vi.setConfig({ testTimeout: 60_000 })

const MINUTE_MS = 60_000

function at(text: string): number {
  return Date.parse(text)
}

function minutesOf(time: string): number {
  const [hour, minute] = time.split(':')
  return Number(hour) * 60 + Number(minute)
}

/** States the rule as plainly as it can be written, and as slowly: by what the clock on the wall shows. */
function isInsideByTheWall(windows: CallWindows, zone: string, ms: number): boolean {
  const wall = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone)
  const minute = wall.hour * 60 + wall.minute
  const today = WEEKDAYS[wall.dayOfWeek - 1] ?? 'monday'
  const yesterday = WEEKDAYS[(wall.dayOfWeek + 5) % 7] ?? 'monday'
  const startedToday = (windows[today] ?? []).some(({ start, end }) => {
    const crosses = minutesOf(end) < minutesOf(start)
    return minutesOf(start) <= minute && (crosses || minute < minutesOf(end))
  })
  const startedYesterday = (windows[yesterday] ?? []).some(({ start, end }) => {
    return minutesOf(end) < minutesOf(start) && minute < minutesOf(end)
  })
  return startedToday || startedYesterday
}

function nextByTheWall(windows: CallWindows, zone: string, fromMs: number, minutesMax: number): number | null {
  if (isInsideByTheWall(windows, zone, fromMs)) return fromMs
  const firstMinute = Math.floor(fromMs / MINUTE_MS) + 1
  for (let minute = firstMinute; minute < firstMinute + minutesMax; minute += 1) {
    if (isInsideByTheWall(windows, zone, minute * MINUTE_MS)) return minute * MINUTE_MS
  }
  return null
}

const weekend: CallWindows = {
  saturday: [{ start: '10:00', end: '12:00' }],
  sunday: [{ start: '22:00', end: '02:00' }],
}

describe('isInsideWindow', () => {
  test.each([
    // Half-open.
    [OFFICE_HOURS, 'America/New_York', '2026-11-23T13:59:59.999Z', false],
    [OFFICE_HOURS, 'America/New_York', '2026-11-23T14:00:00Z', true],
    [OFFICE_HOURS, 'America/New_York', '2026-11-23T21:59:59.999Z', true],
    [OFFICE_HOURS, 'America/New_York', '2026-11-23T22:00:00Z', false],
    // The weekday is the contact's.
    [OFFICE_HOURS, 'Pacific/Auckland', '2026-11-20T21:00:00Z', false],
    [OFFICE_HOURS, 'Pacific/Auckland', '2026-11-22T21:00:00Z', true],
    [OFFICE_HOURS, 'UTC', '2026-11-22T12:00:00Z', false],
    // 24:00 is the end of the day, without a gap to the next.
    [ALWAYS_OPEN, 'Asia/Kathmandu', '2026-11-23T18:14:59.999Z', true],
    [ALWAYS_OPEN, 'Asia/Kathmandu', '2026-11-23T18:15:00Z', true],
    [{ monday: [{ start: '12:00', end: '24:00' }] }, 'UTC', '2026-11-23T23:59:59.999Z', true],
    [{ monday: [{ start: '12:00', end: '24:00' }] }, 'UTC', '2026-11-24T00:00:00Z', false],
    // Across midnight, and across the week's end: it belongs to the weekday it starts on.
    [weekend, 'UTC', '2026-11-22T21:59:00Z', false],
    [weekend, 'UTC', '2026-11-22T22:00:00Z', true],
    [weekend, 'UTC', '2026-11-23T01:59:59Z', true],
    [weekend, 'UTC', '2026-11-23T02:00:00Z', false],
    [weekend, 'UTC', '2026-11-22T01:00:00Z', false],
    [{ monday: [{ start: '22:00', end: '00:00' }] }, 'UTC', '2026-11-23T23:59:00Z', true],
    [{ monday: [{ start: '22:00', end: '00:00' }] }, 'UTC', '2026-11-24T00:00:00Z', false],
    // Several windows of one day.
    [
      {
        monday: [
          { start: '14:00', end: '15:00' },
          { start: '09:00', end: '10:00' },
        ],
      },
      'UTC',
      '2026-11-23T09:30Z',
      true,
    ],
    [
      {
        monday: [
          { start: '14:00', end: '15:00' },
          { start: '09:00', end: '10:00' },
        ],
      },
      'UTC',
      '2026-11-23T12:00Z',
      false,
    ],
    // The hour that comes twice is inside twice.
    [{ sunday: [{ start: '01:00', end: '02:00' }] }, 'America/New_York', '2026-11-01T05:30:00Z', true],
    [{ sunday: [{ start: '01:00', end: '02:00' }] }, 'America/New_York', '2026-11-01T06:30:00Z', true],
    // The first moment of the week, and weeks before that of the epoch.
    [ALWAYS_OPEN, 'UTC', '2026-11-23T00:00:00Z', true],
    [OFFICE_HOURS, 'UTC', '1969-12-22T12:00:00Z', true],
    [OFFICE_HOURS, 'UTC', '1969-12-21T12:00:00Z', false],
    [{}, 'UTC', '2026-11-23T12:00:00Z', false],
    [{ monday: [] }, 'UTC', '2026-11-23T12:00:00Z', false],
  ] satisfies [CallWindows, string, string, boolean][])('%j in %s at %s: %s', (windows, zone, moment, inside) => {
    expect(isInsideWindow(windows, zone, at(moment))).toBe(inside)
    expect(isInsideByTheWall(windows, zone, at(moment))).toBe(inside)
  })

  test('an equal start and end open nothing', () => {
    expect(hasNoWindow({ monday: [{ start: '09:00', end: '09:00' }] })).toBe(true)
    expect(hasNoWindow({ monday: [] })).toBe(true)
    expect(hasNoWindow({})).toBe(true)
    expect(hasNoWindow({ monday: [{ start: '09:00', end: '08:59' }] })).toBe(false)
  })

  test.each([
    ['9:00', '17:00'],
    ['09:00', '25:00'],
    ['', '17:00'],
    ['09:00', ''],
    ['morning', 'evening'],
  ])('a window from %j to %j, which are no times of day, opens nothing', (start, end) => {
    expect(hasNoWindow({ monday: [{ start, end }] })).toBe(true)
  })
})

describe('nextAllowedMoment', () => {
  test.each([
    [
      'inside: now, to the millisecond',
      OFFICE_HOURS,
      'America/New_York',
      '2026-11-23T17:00:00.123Z',
      '2026-11-23T17:00:00.123Z',
    ],
    ['before it opens', OFFICE_HOURS, 'America/New_York', '2026-11-23T10:00:30Z', '2026-11-23T14:00:00Z'],
    ['after it closed', OFFICE_HOURS, 'America/New_York', '2026-11-23T22:00:00Z', '2026-11-24T14:00:00Z'],
    ['over the weekend', OFFICE_HOURS, 'America/New_York', '2026-11-27T22:00:00Z', '2026-11-30T14:00:00Z'],
    ['over a change of the clocks', OFFICE_HOURS, 'America/New_York', '2027-03-12T22:00:00Z', '2027-03-15T13:00:00Z'],
    [
      'the end of the week',
      { sunday: [{ start: '23:00', end: '23:30' }] },
      'UTC',
      '2026-11-22T23:30:00Z',
      '2026-11-29T23:00:00Z',
    ],
    [
      'the first of windows that are in no order',
      {
        tuesday: [
          { start: '14:00', end: '15:00' },
          { start: '09:00', end: '10:00' },
        ],
      },
      'UTC',
      '2026-11-23T12:00:00Z',
      '2026-11-24T09:00:00Z',
    ],
    [
      'inside a long window, behind a short one that it holds',
      {
        monday: [
          { start: '10:00', end: '11:00' },
          { start: '09:00', end: '17:00' },
        ],
      },
      'UTC',
      '2026-11-23T12:00:00Z',
      '2026-11-23T12:00:00Z',
    ],
    [
      'a window in a gap does not happen',
      { sunday: [{ start: '02:00', end: '03:00' }] },
      'America/New_York',
      '2027-03-13T12:00Z',
      '2027-03-21T06:00:00Z',
    ],
    [
      'a window that a gap cuts into opens behind it',
      { sunday: [{ start: '02:30', end: '04:00' }] },
      'America/New_York',
      '2027-03-13T12:00Z',
      '2027-03-14T07:00:00Z',
    ],
    [
      'an hour that comes twice opens twice',
      { sunday: [{ start: '01:00', end: '01:30' }] },
      'America/New_York',
      '2026-11-01T05:30:00Z',
      '2026-11-01T06:00:00Z',
    ],
    [
      'a gap of half an hour',
      { sunday: [{ start: '02:00', end: '02:30' }] },
      'Australia/Lord_Howe',
      '2026-10-03T12:00Z',
      '2026-10-10T15:00:00Z',
    ],
    [
      'a skipped day',
      { friday: [{ start: '09:00', end: '17:00' }] },
      'Pacific/Apia',
      '2011-12-30T09:00:00Z',
      '2012-01-05T19:00:00Z',
    ],
  ] satisfies [string, CallWindows, string, string, string][])('%s', (_, windows, zone, from, moment) => {
    const answer = nextAllowedMoment(windows, zone, at(from))
    expect(answer === null ? null : new Date(answer).toISOString()).toBe(new Date(moment).toISOString())
  })

  test('is null without any window', () => {
    expect(nextAllowedMoment({}, 'UTC', at('2026-11-23T17:00:00Z'))).toBeNull()
    expect(nextAllowedMoment({ monday: [{ start: '09:00', end: '09:00' }] }, 'UTC', 0)).toBeNull()
  })
})

describe('against a search minute by minute with Temporal', () => {
  const minute = fc.integer({ min: 0, max: 1_439 })
  const time = (value: number) =>
    `${String(Math.floor(value / 60)).padStart(2, '0')}:${String(value % 60).padStart(2, '0')}`
  const window = fc
    .tuple(minute, fc.oneof(minute, fc.constant(1_440)))
    .filter(([start, end]) => start !== end)
    .map(([start, end]) => ({ start: time(start), end: time(end) }))
  // Short windows in the small hours are those that changes of the clocks swallow, split or repeat.
  const nightWindow = fc
    .tuple(fc.integer({ min: 0, max: 210 }), fc.integer({ min: 1, max: 45 }))
    .map(([start, length]) => ({ start: time(start), end: time(start + length) }))
  const eveningWindow = fc
    .tuple(fc.integer({ min: 1_380, max: 1_439 }), fc.integer({ min: 0, max: 180 }))
    .map(([start, end]) => ({ start: time(start), end: time(end) }))
  const windowsOfDay = fc.array(fc.oneof(window, nightWindow, eveningWindow), { minLength: 0, maxLength: 2 })
  const anyWindows = fc
    .tuple(fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1, maxLength: 7 }), fc.array(windowsOfDay))
    .map(([days, windows]): CallWindows => Object.fromEntries(days.map((day, index) => [day, windows[index] ?? []])))

  /** Zones and moments just before their clocks change, and anywhere. */
  const changes: [string, string][] = [
    ['America/New_York', '2027-03-14T07:00:00Z'],
    ['America/New_York', '2026-11-01T06:00:00Z'],
    ['Australia/Lord_Howe', '2026-10-03T15:30:00Z'],
    ['Australia/Lord_Howe', '2027-04-03T15:00:00Z'],
    ['Pacific/Apia', '2011-12-30T10:00:00Z'],
    ['Africa/Casablanca', '2027-02-07T02:00:00Z'],
    ['Europe/London', '2027-03-28T01:00:00Z'],
    ['America/Havana', '2027-03-14T05:00:00Z'],
    ['America/Havana', '2026-11-01T05:00:00Z'],
    ['Asia/Kathmandu', '2026-11-23T00:00:00Z'],
  ]
  const nearChange = fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -30 * 3_600_000, max: 12 * 3_600_000 }))
    .map(([[zone, moment], distanceMs]): [string, number] => [zone, at(moment) + distanceMs])
  const anywhere = fc.tuple(
    fc.constantFrom(...TIME_ZONE_NAMES),
    fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2030, 0) }),
  )
  const places = fc.oneof(nearChange, anywhere)

  test('isInsideWindow agrees', () => {
    fc.assert(
      fc.property(anyWindows, places, (windows, [zone, ms]) => {
        expect(isInsideWindow(windows, zone, ms)).toBe(isInsideByTheWall(windows, zone, ms))
      }),
      { numRuns: 2_000 },
    )
  })

  test('nextAllowedMoment agrees', () => {
    const minutesMax = 1_500
    fc.assert(
      fc.property(anyWindows, places, (windows, [zone, ms]) => {
        const found = nextAllowedMoment(windows, zone, ms)
        const reference = nextByTheWall(windows, zone, ms, minutesMax)
        if (reference !== null) expect(found).toBe(reference)
        else expect(found === null || found > ms + (minutesMax - 1) * MINUTE_MS).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  test('nextAllowedMoment is inside, not before the start, and stays', () => {
    fc.assert(
      fc.property(anyWindows, places, (windows, [zone, ms]) => {
        const found = nextAllowedMoment(windows, zone, ms)
        if (found === null) {
          expect(hasNoWindow(windows)).toBe(true)
          return
        }
        expect(found).toBeGreaterThanOrEqual(ms)
        expect(isInsideByTheWall(windows, zone, found)).toBe(true)
        expect(found === ms || !isInsideByTheWall(windows, zone, found - 1)).toBe(true)
        expect(nextAllowedMoment(windows, zone, found)).toBe(found)
      }),
      { numRuns: 1_000 },
    )
  })
})
