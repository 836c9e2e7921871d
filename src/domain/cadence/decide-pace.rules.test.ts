import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { decidePace, type PaceFacts, rampedMax } from './decide-pace.rules'

const NOW = Date.UTC(2027, 2, 2, 17)
const pace = (changes: Partial<PaceFacts>) =>
  decidePace(
    { perMinuteMax: null, accountPerSecondMax: null, placedMs: [], accountPlacedMs: [], ramp: null, ...changes },
    NOW,
  )
const ago = (...seconds: number[]) => seconds.map((each) => NOW - each * 1_000)

it('without a limit there is none', () => {
  expect(pace({ placedMs: ago(1, 2, 3) })).toEqual({ calls: null, lookAgainMs: null })
})

describe('calls a minute', () => {
  it.each<[number, number[], number, number]>([
    [3, [], 3, 60],
    [3, [10, 20], 1, 40],
    [3, [10, 20, 30], 0, 30],
    // More than the limit, which was lowered: two have to be over before there is room.
    [2, [10, 20, 30], 0, 40],
    [3, [59.999, 60, 61], 2, 0.001],
  ])('%i at most, placed %j seconds ago: %i now, more in %d s', (perMinuteMax, seconds, calls, moreIn) => {
    expect(pace({ perMinuteMax, placedMs: ago(...seconds) })).toEqual({ calls, lookAgainMs: NOW + moreIn * 1_000 })
  })
})

describe('calls a second of an account', () => {
  it.each<[number, number[], number, number]>([
    [2, [], 2, 1],
    [2, [0.5], 1, 0.5],
    [2, [0.5, 0.25], 0, 0.5],
    [2, [1, 0.25], 1, 0.75],
  ])('%i at most, placed %j seconds ago: %i now, more in %d s', (accountPerSecondMax, seconds, calls, moreIn) => {
    expect(pace({ accountPerSecondMax, accountPlacedMs: ago(...seconds) })).toEqual({
      calls,
      lookAgainMs: NOW + moreIn * 1_000,
    })
  })
})

it('the tighter limit decides, and both have to have room again', () => {
  const both = { perMinuteMax: 2, accountPerSecondMax: 5, accountPlacedMs: ago(0.5) }
  expect(pace({ ...both, placedMs: ago(30) })).toEqual({ calls: 1, lookAgainMs: NOW + 30_000 })
  expect(pace({ ...both, accountPerSecondMax: 1, placedMs: ago(30, 20) })).toEqual({
    calls: 0,
    lookAgainMs: NOW + 30_000,
  })
  expect(pace({ ...both, accountPerSecondMax: 1, placedMs: [] })).toEqual({ calls: 0, lookAgainMs: NOW + 500 })
})

describe('a slow start', () => {
  const start = NOW - 10 * 60_000
  const minutes = (...each: number[]) => each.map((minute) => start + minute * 60_000)
  it.each<[string, number, number[], number]>([
    ['begins with a tenth', 0, [], 10],
    ['stays there while nobody answers', 5, [], 10],
    ['doubles after a minute with an answer', 1, [0.5], 20],
    ['but not within it', 0.9, [0.5], 10],
    ['doubles once for many answers of a minute', 1, [0.1, 0.5, 0.9], 20],
    ['doubles for each such minute', 3, [0, 1.5, 2.99], 80],
    ['does not count minutes without one', 4, [0.5, 3.5], 40],
    ['ends at what is allowed', 5, [0.5, 1.5, 2.5, 3.5], 100],
    ['counts no answer from before', 2, [-0.5, 1.2], 20],
  ])('%s', (_, elapsed, answered, expected) => {
    const nowMs = start + elapsed * 60_000
    expect(rampedMax(100, { startedAtMs: start, answeredMs: minutes(...answered) }, nowMs)).toBe(expected)
  })

  it('begins with one call at least', () => {
    expect(rampedMax(3, { startedAtMs: start, answeredMs: [] }, start)).toBe(1)
    expect(rampedMax(11, { startedAtMs: start, answeredMs: [] }, start)).toBe(2)
  })

  it('limits the calls of a minute', () => {
    const ramp = { startedAtMs: NOW, answeredMs: [] }
    expect(pace({ perMinuteMax: 30, ramp, placedMs: ago(1) })).toMatchObject({ calls: 2 })
    expect(pace({ ramp })).toEqual({ calls: null, lookAgainMs: null })
  })
})

test('however often it is asked, no minute and no second has more calls than allowed', () => {
  const looks = fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(
      looks,
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 4 }),
      (waits, perMinuteMax, perSecond) => {
        const placedMs: number[] = []
        let nowMs = NOW
        for (const wait of waits) {
          nowMs += wait
          const facts = {
            perMinuteMax,
            accountPerSecondMax: perSecond,
            placedMs,
            accountPlacedMs: placedMs,
            ramp: null,
          }
          const { calls, lookAgainMs } = decidePace(facts, nowMs)
          if (calls === 0) {
            expect(lookAgainMs).toBeGreaterThan(nowMs)
            expect(decidePace(facts, (lookAgainMs ?? 0) - 1).calls).toBe(0)
            // The other limit may be used up then; the one that was is not.
            if (perMinuteMax <= perSecond) expect(decidePace(facts, lookAgainMs ?? 0).calls).toBeGreaterThan(0)
          }
          placedMs.push(...Array.from({ length: calls ?? 0 }, () => nowMs))
        }
        for (const from of placedMs) {
          expect(placedMs.filter((ms) => ms >= from && ms < from + 60_000).length).toBeLessThanOrEqual(perMinuteMax)
          expect(placedMs.filter((ms) => ms >= from && ms < from + 1_000).length).toBeLessThanOrEqual(perSecond)
        }
      },
    ),
  )
})
