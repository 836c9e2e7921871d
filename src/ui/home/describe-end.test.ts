import { expect, it } from 'vitest'
import { describeEnd } from './describe-end'

it.each([
  [{ available: 0, allocated: 100, perDay: 3, runsOutAt: null }, 'Nothing more can be enrolled this month.'],
  [{ available: 0, allocated: 0, perDay: 0, runsOutAt: null }, 'None are allocated.'],
  [{ available: 10, allocated: 100, perDay: 0, runsOutAt: null }, 'None were spent in the last week.'],
  [{ available: 90, allocated: 100, perDay: 0.2, runsOutAt: null }, 'They last beyond this month at 1 credit a day.'],
  [
    { available: 900, allocated: 1_000, perDay: 1_200.4, runsOutAt: '2026-12-03T23:59:00.000Z' },
    'They run out on December 3 at 1,200 credits a day.',
  ],
])('%j: %s', (credits, text) => {
  expect(describeEnd(credits)).toBe(text)
})
