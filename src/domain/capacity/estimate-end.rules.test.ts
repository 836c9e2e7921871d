import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextAllowedMoment } from '@/domain/schedule/call-windows.rules'
import type { CallWindows } from '@/domain/schedule/call-windows.schema'
import { estimateEnd, groupsInWindows, hoursNeeded } from './estimate-end.rules'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** A Sunday, 12:00 in New York. */
const NOW_MS = Date.parse('2026-11-29T17:00:00Z')
const office: CallWindows = Object.fromEntries(
  (['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const).map((day) => [
    day,
    [{ start: '09:00', end: '17:00' }],
  ]),
)
const newYork = (calls: number) => [{ timezone: 'America/New_York', calls }]
const work = (calls: number, ahead = 0, windows: CallWindows | null = null) => ({
  groups: groupsInWindows(newYork(calls), windows),
  ahead,
  latestDueMs: null,
})
const power = (lines: number, callMs = MINUTE_MS, callsPerMinute: number | null = null) => ({
  lines,
  callMs,
  callsPerMinute,
})

describe('at any hour', () => {
  it.each([
    // 60 calls of a minute on a line.
    [60, 1, 0, 60 * MINUTE_MS],
    [60, 2, 0, 30 * MINUTE_MS],
    [60, 2, 60, 60 * MINUTE_MS],
    // No call is shorter than a call, whatever the lines.
    [60, 1_000, 0, MINUTE_MS],
    [0, 1, 500, 0],
  ])('%i calls on %i lines behind %i others take %i ms', (calls, lines, ahead, ms) => {
    expect(estimateEnd(work(calls, ahead), power(lines), NOW_MS)).toBe(NOW_MS + ms)
  })
})

it.each([
  // 60 calls of a minute: an hour of a line.
  [1, null, 1],
  [4, null, 0.25],
  // Ten lines would carry ten a minute, and three may begin.
  [10, 3, 1 / 3],
  [2, 30, 0.5],
])('%i lines and %j calls a minute at most need %d hours for an hour of calls', (lines, callsPerMinute, hours) => {
  const some = power(lines, MINUTE_MS, callsPerMinute)
  expect(hoursNeeded(60, some)).toBeCloseTo(hours)
  expect(estimateEnd(work(60), some, NOW_MS)).toBeCloseTo(NOW_MS + hours * HOUR_MS)
})

it('asks a closed group once, since that may be dear', () => {
  let asked = 0
  const monday = NOW_MS + 21 * HOUR_MS
  const opensFrom = (ms: number) => {
    asked++
    return Math.max(ms, monday)
  }
  const [open] = groupsInWindows(newYork(600), null)
  const groups = open ? [open, { calls: 1, opensFrom }] : []
  expect(estimateEnd({ groups, ahead: 0, latestDueMs: null }, power(1), NOW_MS)).toBe(monday + MINUTE_MS)
  // Once for the least that it takes, once while it is closed, once when it has opened.
  expect(asked).toBeLessThanOrEqual(3)
})

it('waits for the windows, over night and over the weekend', () => {
  const monday = Date.parse('2026-11-30T14:00:00Z')
  expect(estimateEnd(work(60, 0, office), power(1), NOW_MS)).toBe(monday + HOUR_MS)
  // Eight hours a day: the rest is for Tuesday.
  expect(estimateEnd(work(9 * 60, 0, office), power(1), NOW_MS)).toBe(monday + 25 * HOUR_MS)
})

it('works on one timezone while the windows of another are closed', () => {
  const zones = [...newYork(60), { timezone: 'Asia/Tokyo', calls: 60 }]
  const groups = groupsInWindows(zones, office)
  const end = estimateEnd({ groups, ahead: 0, latestDueMs: null }, power(1), NOW_MS)
  // Tokyo's Monday is over before New York's begins.
  expect(end).toBe(Date.parse('2026-11-30T15:00:00Z'))
})

it('does not end before the last of them is due', () => {
  const latestDueMs = NOW_MS + 48 * HOUR_MS
  expect(estimateEnd({ ...work(5), latestDueMs }, power(5), NOW_MS)).toBe(latestDueMs + MINUTE_MS)
})

it('knows no end without a window, and none beyond two months', () => {
  expect(estimateEnd(work(1, 0, {}), power(1), NOW_MS)).toBeNull()
  expect(estimateEnd(work(1_000_000), power(1, HOUR_MS), NOW_MS)).toBeNull()
})

const anyWork = fc.record({
  zones: fc.array(
    fc.record({
      timezone: fc.constantFrom('America/New_York', 'Europe/Berlin', 'Asia/Tokyo', 'UTC'),
      calls: fc.nat(2_000),
    }),
    { maxLength: 4 },
  ),
  ahead: fc.nat(2_000),
  latestDueMs: fc.constantFrom(null, NOW_MS + 30 * HOUR_MS),
})
const anyPower = fc.record({
  lines: fc.integer({ min: 1, max: 60 }),
  callMs: fc.integer({ min: 10_000, max: 600_000 }),
  callsPerMinute: fc.constantFrom(null, 1, 7, 200),
})
const anyWindows = fc.constantFrom(null, office)
type SomeWork = typeof anyWork extends fc.Arbitrary<infer Some> ? Some : never
const inWindows = ({ zones, ...rest }: SomeWork, windows: CallWindows | null) => ({
  ...rest,
  groups: groupsInWindows(zones, windows),
})
const orNever = (ms: number | null) => ms ?? Number.POSITIVE_INFINITY
/** Sums of fractions. */
const ROUNDING_MS = 1

it('more lines never end later, and more work never ends earlier', () => {
  fc.assert(
    fc.property(anyWork, anyWindows, anyPower, fc.nat(40), fc.nat(500), (any, windows, power, moreLines, moreAhead) => {
      const some = inWindows(any, windows)
      const end = orNever(estimateEnd(some, power, NOW_MS))
      const wider = orNever(estimateEnd(some, { ...power, lines: power.lines + moreLines }, NOW_MS))
      const longer = orNever(estimateEnd({ ...some, ahead: some.ahead + moreAhead }, power, NOW_MS))
      expect(wider).toBeLessThanOrEqual(end + ROUNDING_MS)
      expect(longer).toBeGreaterThanOrEqual(end - ROUNDING_MS)
    }),
  )
})

it('nothing ends before the windows of each timezone have been open for a call', () => {
  fc.assert(
    fc.property(anyWork, anyWindows, anyPower, (some, windows, power) => {
      const end = estimateEnd(inWindows(some, windows), power, NOW_MS)
      if (end === null) return
      for (const { timezone, calls } of some.zones) {
        if (calls === 0) continue
        const open = windows === null ? NOW_MS : (nextAllowedMoment(windows, timezone, NOW_MS) ?? 0)
        expect(end).toBeGreaterThanOrEqual(open + power.callMs)
      }
    }),
  )
})
