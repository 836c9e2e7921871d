import { expect, it } from 'vitest'
import { monthAfter, monthBefore, monthName } from './month'

it('counts months over the turn of the year', () => {
  expect(monthBefore('2026-01')).toBe('2025-12')
  expect(monthAfter('2025-12')).toBe('2026-01')
  expect(monthAfter(monthBefore('2026-07'))).toBe('2026-07')
  expect(monthName('2026-11')).toBe('November 2026')
})
