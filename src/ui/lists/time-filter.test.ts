import { expect, it } from 'vitest'
import { sinceOf } from './time-filter'

it('goes back to the beginning of a day on the reader’s clock, and stays so all day', () => {
  const noon = new Date(2026, 10, 3, 12)
  expect(sinceOf(null, noon)).toBeUndefined()
  expect(sinceOf('today', noon)).toBe(new Date(2026, 10, 3).toISOString())
  expect(sinceOf('7d', noon)).toBe(new Date(2026, 9, 28).toISOString())
  expect(sinceOf('30d', noon)).toBe(new Date(2026, 9, 5).toISOString())
  expect(sinceOf('today', new Date(2026, 10, 3, 23, 59))).toBe(sinceOf('today', noon))
})
