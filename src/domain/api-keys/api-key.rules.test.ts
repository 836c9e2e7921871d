import { describe, expect, it } from 'vitest'
import { API_KEY_PREFIX, describeRateLimit, isApiKeyShaped, WRONG_KEY_LIMIT } from './api-key.rules'

describe('isApiKeyShaped', () => {
  const key = `rollcall_${'aZ09_-'.repeat(7)}x`

  it('recognizes the shape of our keys', () => {
    expect(isApiKeyShaped(key)).toBe(true)
  })

  it.each([
    '',
    'rollcall_',
    key.slice(0, -1),
    `${key}x`,
    key.toUpperCase(),
    ` ${key}`,
    `${key}\n`,
    key.replace('a', 'é'),
  ])('knows that %j is none', (text) => {
    expect(isApiKeyShaped(text)).toBe(false)
  })
})

it('a key has the prefix that scanners for secrets know, and an address so many wrong ones', () => {
  expect(API_KEY_PREFIX).toBe('rollcall_')
  expect(WRONG_KEY_LIMIT).toEqual({ attemptsMax: 60, secondsPerAttempt: 1 })
})

describe('describeRateLimit', () => {
  it.each([
    [10, 9, true, { remaining: 9, resetSeconds: 1, retryAfterSeconds: null }],
    [10, 10, true, { remaining: 10, resetSeconds: 0, retryAfterSeconds: null }],
    [10, 0, true, { remaining: 0, resetSeconds: 1, retryAfterSeconds: null }],
    [10, 3.99, true, { remaining: 3, resetSeconds: 1, retryAfterSeconds: null }],
    [10, 0, false, { remaining: 0, resetSeconds: 1, retryAfterSeconds: 1 }],
    [10, 0.9, false, { remaining: 0, resetSeconds: 1, retryAfterSeconds: 1 }],
    [1, 0, true, { remaining: 0, resetSeconds: 1, retryAfterSeconds: null }],
  ])('limit %d with %d tokens, passed %s', (limit, tokens, passed, state) => {
    expect(describeRateLimit(limit, tokens, passed)).toEqual({ limit, ...state })
  })

  it.each([
    [5, 15, 1],
    [2, 25, 3],
    [0, 31, 4],
  ])('with %d tokens %d calls would pass in %d s', (tokens, calls, retryAfterSeconds) => {
    expect(describeRateLimit(10, tokens, false, calls)).toMatchObject({ retryAfterSeconds })
  })

  it('never tells of more than the bucket holds, nor of less than nothing', () => {
    expect(describeRateLimit(10, 99, true)).toMatchObject({ remaining: 10, resetSeconds: 0 })
    expect(describeRateLimit(10, -3, false)).toMatchObject({ remaining: 0, resetSeconds: 1, retryAfterSeconds: 1 })
  })
})
