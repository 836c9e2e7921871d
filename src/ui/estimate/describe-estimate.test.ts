import { afterEach, expect, it, vi } from 'vitest'
import { describeEstimate } from './describe-estimate'

afterEach(() => vi.unstubAllGlobals())

const NOW_MS = Date.parse('2026-11-29T12:00:00Z')
const estimate = (endsAt: string | null, changes = {}) => ({
  endsAt,
  lines: 25,
  callSeconds: 90,
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
