import { expect, it } from 'vitest'
import { signInDelaySeconds } from './sign-in.rules'

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
