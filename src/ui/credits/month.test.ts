import { expect, it } from 'vitest'
import { daysOfMonth, hasMonthAfter, monthAfter, monthBefore, monthName } from './month'

it('counts months over the turn of the year', () => {
  expect(monthBefore('2026-01')).toBe('2025-12')
  expect(monthAfter('2025-12')).toBe('2026-01')
  expect(monthAfter(monthBefore('2026-07'))).toBe('2026-07')
  expect(monthName('2026-11')).toBe('November 2026')
})

it.each([
  ['2026-10', '2026-11', true],
  ['2025-12', '2026-11', true],
  ['2026-11', '2026-11', false],
  // An address may name any month.
  ['2026-12', '2026-11', false],
  ['2031-01', '2026-11', false],
  ['2026-10', null, false],
])('%s has a month after it while %s is running: %s', (month, running, has) => {
  expect(hasMonthAfter(month, running)).toBe(has)
})

it('knows the days of a month', () => {
  expect(daysOfMonth('2026-02')).toHaveLength(28)
  expect(daysOfMonth('2028-02').at(-1)).toBe('2028-02-29')
  expect(daysOfMonth('2026-11')[0]).toBe('2026-11-01')
})
