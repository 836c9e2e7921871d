import { expect, test } from 'vitest'
import { BACKOFF_BASE_MS, parseRetryAfterMs, retryDelayMs } from './retry-delay'

test.each([
  [0, 15_000],
  [1, 30_000],
  [2, 60_000],
  [4, 300_000],
  [9, 7_200_000],
  [19, 7_200_000],
])('attempt %i waits %i ms without jitter', (attempt, expected) => {
  expect(retryDelayMs(attempt, BACKOFF_BASE_MS, 0)).toBe(expected)
})

test('jitter adds up to 30 s, and everything scales with the base', () => {
  expect(retryDelayMs(0, BACKOFF_BASE_MS, 0.5)).toBe(30_000)
  expect(retryDelayMs(0, 15, 0)).toBe(15)
  expect(retryDelayMs(1, 15, 0.5)).toBe(45)
  expect(retryDelayMs(3, 0, 0.9)).toBe(0)
})

const NOW = Date.parse('2026-11-23T12:00:00Z')

test.each([
  ['1', 1_000],
  ['90', 90_000],
  ['0', 1_000],
  ['9999999', 86_400_000],
  ['2026-11-23T12:00:30.000Z', 30_000],
  ['2026-11-23T11:00:00.000Z', 1_000],
  ['Mon, 23 Nov 2026 12:01:00 GMT', 60_000],
  ['soon', null],
  ['not a date at all', null],
  ['', null],
  [undefined, null],
])('retry-after %s', (header, expected) => {
  expect(parseRetryAfterMs(header, NOW)).toBe(expected)
})
