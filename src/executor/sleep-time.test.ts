import { expect, test } from 'vitest'
import { parseSleepTime } from './sleep-time'

const NOW = Date.parse('2026-11-23T12:00:00Z')

test.each([
  ['1s', 1_000],
  ['1d2h', 93_600_000],
  ['1w1d1h1m1s', 694_861_000],
  ['', 0],
  ['366d', 366 * 86_400_000],
  ['2026-11-23T12:00:05.250Z', 5_250],
  ['2020-01-01T00:00:00.000Z', 0],
])('"%s" waits %i ms', (name, delayMs) => {
  expect(parseSleepTime(name, NOW)).toEqual({ ok: true, delayMs })
})

test.each(['367d', '60w', '2099-01-01T00:00:00.000Z', 'tomorrow', '1x', '-1s'])('"%s" is refused by name', (name) => {
  const time = parseSleepTime(name, NOW)
  expect(time.ok).toBe(false)
  if (!time.ok) expect(time.message).toContain(name)
})
