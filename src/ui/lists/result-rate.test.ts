import { expect, it } from 'vitest'
import { describeRate } from './result-rate'

it.each([
  [15, 60, '15 of 60 reached, 25 %'],
  [0, 60, '0 of 60 reached, 0 %'],
  [1, 1_000, '1 of 1,000 reached, under 1 %'],
  [999, 1_000, '999 of 1,000 reached, over 99 %'],
  [60, 60, '60 of 60 reached, 100 %'],
  [0, 0, 'Nobody accepted'],
])('%i of %i: %s', (reached, of, text) => {
  expect(describeRate(reached, of)).toBe(text)
})
