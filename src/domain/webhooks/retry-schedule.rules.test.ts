import fc from 'fast-check'
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
  ])('after attempt %i: %s ms, and up to a fifth more', (attempt, delayMs) => {
    fc.assert(
      fc.property(fc.uuid(), (deliveryId) => {
        const waited = retryDelayMs(deliveryId, attempt)
        if (delayMs === null || waited === null) expect(waited).toBe(delayMs)
        else {
          expect(waited).toBeGreaterThanOrEqual(delayMs)
          expect(waited).toBeLessThanOrEqual(delayMs * 1.2)
        }
        expect(retryDelayMs(deliveryId, attempt)).toBe(waited)
      }),
    )
  })

  it('spreads what failed at the same moment', () => {
    const waits = Array.from({ length: 1_000 }, (_, at) => retryDelayMs(`01a20983-26f8-75d9-89a6-${at}`, 2) ?? 0)
    const tenths = waits.map((wait) => Math.floor((wait - 300_000) / 6_000))
    for (let tenth = 0; tenth < 10; tenth++) {
      const share = tenths.filter((each) => each === tenth).length
      expect(share, `the ${tenth}th tenth`).toBeGreaterThan(50)
      expect(share, `the ${tenth}th tenth`).toBeLessThan(200)
    }
  })

  it('ends after the last attempt, and scales', () => {
    expect(retryDelayMs('d', DELIVERY_ATTEMPTS_MAX)).toBeNull()
    expect(retryDelayMs('d', 2, 0.001)).toBeLessThanOrEqual(360)
    expect(retryDelayMs('d', 1, 0.00001)).toBe(1)
  })
})
