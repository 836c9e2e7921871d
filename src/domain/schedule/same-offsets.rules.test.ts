import { expect, it } from 'vitest'
import { haveSameOffsets } from './same-offsets.rules'

const YEAR_MS = 366 * 86_400_000
const FROM_MS = Date.UTC(2026, 10, 29)

it.each([
  ['Europe/Berlin', 'Europe/Berlin', true],
  ['Europe/Berlin', 'Europe/Busingen', true],
  ['Europe/London', 'Europe/Guernsey', true],
  ['Europe/London', 'Africa/Abidjan', false],
  // The same in winter, which it is at the beginning.
  ['America/Denver', 'America/Phoenix', false],
  // Both have summer time, an hour apart in when it begins.
  ['America/New_York', 'America/Havana', false],
  ['Asia/Kolkata', 'Asia/Kathmandu', false],
  ['Africa/Casablanca', 'Africa/Lagos', false],
])('%s and %s have the same time all year: %s', (a, b, same) => {
  expect(haveSameOffsets(a, b, FROM_MS, FROM_MS + YEAR_MS)).toBe(same)
  expect(haveSameOffsets(b, a, FROM_MS, FROM_MS + YEAR_MS)).toBe(same)
})

it('does not look at the end of the period, nor beyond it', () => {
  const changeMs = Date.parse('2027-03-14T09:00:00Z')
  expect(haveSameOffsets('America/Denver', 'America/Phoenix', FROM_MS, changeMs)).toBe(true)
  expect(haveSameOffsets('America/Denver', 'America/Phoenix', FROM_MS, changeMs + 1)).toBe(false)
})
