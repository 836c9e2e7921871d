import { expect, it } from 'vitest'
import { describeDelay } from './describe-delay'

it.each([
  [0, 'At once'],
  [1, '1 second later'],
  [86_400, '1 day later'],
  [90_000, '1 day 1 hour later'],
  [90_061, '1 day 1 hour later'],
  [172_860, '2 days 1 minute later'],
])('writes %d s as %s', (seconds, text) => {
  expect(describeDelay(seconds)).toBe(text)
})
