import { expect, it } from 'vitest'
import { pageOf } from './page-of'

it.each([
  [1, 120, { page: 1, start: 0, end: 50 }],
  [3, 120, { page: 3, start: 100, end: 120 }],
  [2, 100, { page: 2, start: 50, end: 100 }],
  // Beyond either end it is the nearest page, from which one step leads back.
  [3, 100, { page: 2, start: 50, end: 100 }],
  [99, 120, { page: 3, start: 100, end: 120 }],
  [0, 120, { page: 1, start: 0, end: 50 }],
  [-7, 120, { page: 1, start: 0, end: 50 }],
  [4, 0, { page: 1, start: 0, end: 0 }],
])('page %d of %d', (asked, total, page) => {
  expect(pageOf(asked, total, 50)).toEqual(page)
})
