import { expect, it } from 'vitest'
import type { ResultType } from '@/domain/results/result-types.rules'
import { BREAKER_WINDOW_MS, decideBreaker, type EndedCall } from './decide-breaker.rules'

const NOW = Date.UTC(2027, 2, 2, 17)

function calls(count: number, resultType: ResultType, agoMs = 1_000): EndedCall[] {
  return Array.from({ length: count }, (_, at) => ({
    callId: `${resultType} ${at}`,
    endedAtMs: NOW - agoMs - at,
    resultType,
  }))
}

it.each<[number, number, string]>([
  [20, 0, 'pause'],
  [10, 10, 'pause'],
  [9, 11, 'go on'],
  [10, 11, 'go on'],
  [19, 0, 'go on'],
  [11, 10, 'pause'],
  [0, 40, 'go on'],
])('%i failed and %i others: %s', (failed, others, expected) => {
  expect(decideBreaker([...calls(failed, 'Failed'), ...calls(others, 'No Answer')], null, NOW).kind).toBe(expected)
})

it('names the last that failed, the latest first', () => {
  expect(decideBreaker([...calls(4, 'Busy'), ...calls(18, 'Failed').toReversed()], null, NOW)).toEqual({
    kind: 'pause',
    failed: 18,
    calls: 22,
    lastCallIds: ['Failed 0', 'Failed 1', 'Failed 2', 'Failed 3', 'Failed 4'],
  })
})

it('looks at ten minutes', () => {
  const last = BREAKER_WINDOW_MS - 20
  expect(decideBreaker(calls(20, 'Failed', last), null, NOW).kind).toBe('pause')
  expect(decideBreaker(calls(20, 'Failed', last + 1), null, NOW).kind).toBe('go on')
})

it('does not count again what was before somebody let it go on', () => {
  const failed = calls(20, 'Failed')
  expect(decideBreaker(failed, NOW - 1_020, NOW).kind).toBe('pause')
  expect(decideBreaker(failed, NOW - 1_019, NOW).kind).toBe('go on')
})
