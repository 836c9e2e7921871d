import { expect, it } from 'vitest'
import { paceOf } from './agent-pace.rules'

const NOW = 1_800_000_000_000
const MINUTE_MS = 60_000
const plain = { callsPerMinute: null, lines: 10, requestedMs: [], ramp: null }

it('nothing limits an agent without a limit', () => {
  expect(paceOf(plain, NOW)).toEqual({ calls: null, lookAgainMs: null })
})

it('its limit holds for any minute, and it is looked at again when there is room', () => {
  const requestedMs = [NOW - 50_000, NOW - 10_000]
  expect(paceOf({ ...plain, callsPerMinute: 5, requestedMs }, NOW).calls).toBe(3)
  expect(paceOf({ ...plain, callsPerMinute: 2, requestedMs }, NOW)).toEqual({ calls: 0, lookAgainMs: NOW + 10_000 })
})

it.each([
  [0, 4],
  [1, 8],
  [2, 16],
  [3, 32],
  [4, null],
])('after %d minutes with an answer a slow start of 10 lines allows %s calls a minute', (minutes, calls) => {
  const startedAtMs = NOW - minutes * MINUTE_MS
  const answeredMs = Array.from({ length: minutes }, (_, minute) => startedAtMs + minute * MINUTE_MS + 1)
  expect(paceOf({ ...plain, ramp: { startedAtMs, answeredMs } }, NOW).calls).toBe(calls)
})

it('a slow start leads up to the limit of the agent, and that holds behind it', () => {
  const startedAtMs = NOW - 4 * MINUTE_MS
  const answeredMs = Array.from({ length: 4 }, (_, minute) => startedAtMs + minute * MINUTE_MS + 1)
  expect(paceOf({ ...plain, callsPerMinute: 100, ramp: { startedAtMs: NOW, answeredMs: [] } }, NOW).calls).toBe(10)
  expect(paceOf({ ...plain, callsPerMinute: 100, ramp: { startedAtMs, answeredMs } }, NOW).calls).toBe(100)
})
