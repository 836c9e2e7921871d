import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideRestart, RESTARTS_MAX, WINDOW_MS } from './restart-policy'

const now = 1_800_000_000_000
const secondsAgo = (...seconds: number[]) => seconds.map((ago) => now - ago * 1000)

describe('decideRestart', () => {
  it.each([
    { name: 'the first death', restarts: [], afterMs: 250 },
    { name: 'the second death in a minute', restarts: secondsAgo(5), afterMs: 500 },
    { name: 'the fifth death in a minute', restarts: secondsAgo(20, 15, 10, 5), afterMs: 4000 },
    { name: 'deaths of more than a minute ago', restarts: secondsAgo(61, 62, 63, 64, 65), afterMs: 250 },
    { name: 'the sixth death, one restart being old', restarts: secondsAgo(60, 20, 15, 10, 5), afterMs: 4000 },
  ])('restarts after $afterMs ms: $name', ({ restarts, afterMs }) => {
    expect(decideRestart(restarts, now)).toEqual({ action: 'restart', afterMs })
  })

  it('gives up at the sixth death in a minute', () => {
    expect(decideRestart(secondsAgo(59, 20, 15, 10, 5), now)).toEqual({ action: 'give up' })
  })

  it('ends every child that keeps dying, and none that dies rarely', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30_000 }), (lifeMs) => {
        const restarts: number[] = []
        let atMs = now
        for (let deaths = 0; deaths < 50; deaths++) {
          atMs += lifeMs
          const decision = decideRestart(restarts, atMs)
          if (decision.action === 'give up') {
            expect(restarts.filter((restart) => atMs - restart < WINDOW_MS)).toHaveLength(RESTARTS_MAX)
            return
          }
          atMs += decision.afterMs
          restarts.push(atMs)
        }
        expect(lifeMs * RESTARTS_MAX).toBeGreaterThan(WINDOW_MS - 20_000)
      }),
    )
  })
})
