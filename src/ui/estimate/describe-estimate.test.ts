import { afterEach, expect, it, vi } from 'vitest'
import { describeAssumptions, describeEstimate, describeHoursNeeded } from './describe-estimate'

afterEach(() => vi.unstubAllGlobals())

const NOW_MS = Date.parse('2026-11-29T12:00:00Z')
const estimate = (endsAt: string | null, changes = {}) => ({
  endsAt,
  hoursNeeded: 1,
  lines: 25,
  callsPerMinute: null,
  callSeconds: 90,
  callsMeasured: 0,
  callsAhead: 0,
  hasLaterCalls: false,
  ...changes,
})

it.each([
  [estimate('2026-11-29T12:00:10Z'), 'Done in about a minute at 25 lines'],
  [estimate('2026-11-29T12:19:40Z'), 'Done in about 20 min at 25 lines'],
  [estimate('2026-11-29T15:10:00Z', { lines: 1 }), 'Done in about 3 h at 1 line'],
  [estimate('2026-12-01T14:04:00Z', { hasLaterCalls: true }), 'First calls done about Dec 1, 14:00 at 25 lines'],
  [estimate(null), 'Done in more than two months at 25 lines'],
])('%j: %s', (one, text) => {
  vi.stubGlobal('navigator', { language: 'de-DE' })
  expect(describeEstimate(one, NOW_MS, 'UTC')).toBe(text)
})

it.each([
  [{ hoursNeeded: 0.005 }, 'Under a minute at 25 lines'],
  [{ hoursNeeded: 0.5, lines: 1 }, 'About 30 min at 1 line'],
  [{ hoursNeeded: 2.54, callsPerMinute: 30 }, 'About 2 h 30 min at 25 lines, 30 calls a minute at most'],
  [{ hoursNeeded: 3, lines: 2 }, 'About 3 h at 2 lines'],
  [{ hoursNeeded: 1_249.7 }, 'About 1,250 h at 25 lines'],
])('%j: %s', (changes, text) => {
  expect(describeHoursNeeded(estimate(null, changes))).toBe(text)
})

it.each([
  [{}, 'Assumed: calls of 90 s, since this agent has made none lately.'],
  [{ callsMeasured: 412, callSeconds: 75 }, 'Assumed: calls of 75 s, the mean of this agent’s last 412 calls.'],
  [
    { callsAhead: 1_200, hasLaterCalls: true },
    'Assumed: calls of 90 s, since this agent has made none lately. Before them or in turn: 1,200 other calls. Later calls of its steps are not counted.',
  ],
])('%j: %s', (changes, text) => {
  expect(describeAssumptions(estimate(null, changes))).toBe(text)
})
