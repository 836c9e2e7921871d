import { describe, expect, it } from 'vitest'
import { DELIVERY_ATTEMPTS_MAX, retryDelayMs } from './retry-schedule.rules'

describe('retryDelayMs', () => {
  it.each([
    [1, 5_000],
    [2, 5 * 60_000],
    [3, 30 * 60_000],
    [4, 2 * 3_600_000],
    [5, 5 * 3_600_000],
    [6, 10 * 3_600_000],
    [7, 10 * 3_600_000],
    [8, null],
  ])('after attempt %i: %s ms', (attempt, delayMs) => {
    expect(retryDelayMs(attempt)).toBe(delayMs)
  })

  it('ends after the last attempt, and scales', () => {
    expect(retryDelayMs(DELIVERY_ATTEMPTS_MAX)).toBeNull()
    expect(retryDelayMs(2, 0.001)).toBe(300)
    expect(retryDelayMs(1, 0.00001)).toBe(1)
  })
})
