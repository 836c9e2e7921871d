import { expect, it } from 'vitest'
import { describeGoal } from './describe-goal'

it.each([
  [15, 60, 'Goal: 15 of 60 reached, 25%'],
  [0, 60, 'Goal: 0 of 60 reached, 0%'],
  [60, 60, 'Goal: 60 of 60 reached, 100%'],
  [1, 1_000, 'Goal: 1 of 1,000 reached, under 1%'],
  [999, 1_000, 'Goal: 999 of 1,000 reached, over 99%'],
  [0, 0, 'Goal: 0 of 0 reached, 0%'],
])('%d of %d', (reached, accepted, told) => {
  expect(describeGoal(reached, accepted)).toBe(told)
})
