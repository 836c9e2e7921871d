import { expect, it } from 'vitest'
import { ACCOUNT_LIMIT, ADDRESS_LIMIT, signInDelaySeconds } from './sign-in.rules'

it.each([
  [1, 0],
  [5, 0],
  [5.9, 0],
  [6, 1],
  [7, 2],
  [8, 4],
  [9, 8],
  [10, 10],
  [100_000, 10],
])('holds the answer to attempt %s of an account back for %s s', (attempts, seconds) => {
  expect(signInDelaySeconds(attempts)).toBe(seconds)
})

it('refuses an address after twenty failures, but for one each half minute, and never an account', () => {
  expect(ADDRESS_LIMIT).toEqual({ attemptsMax: 20, secondsPerAttempt: 30 })
  expect(ACCOUNT_LIMIT).toEqual({ attemptsMax: Number.MAX_SAFE_INTEGER, secondsPerAttempt: 60 })
})
