import { expect, it } from 'vitest'
import { readPromise } from './read-promise.rules'

const AT = Date.parse('2027-03-01T16:00:00Z')
const MINUTE_MS = 60_000
const iso = (ms: number) => new Date(ms).toISOString()

it.each([
  [AT, AT],
  [AT - 15 * MINUTE_MS, AT - 15 * MINUTE_MS],
  [AT - 15 * MINUTE_MS - 1, null],
  [AT + 366 * 1_440 * MINUTE_MS, AT + 366 * 1_440 * MINUTE_MS],
  [AT + 366 * 1_440 * MINUTE_MS + 1, null],
])('of %d it makes %s', (ms, expected) => {
  expect(readPromise(iso(ms), AT)).toBe(expected)
})

it.each([null, '', 'tomorrow'])('%j promises nothing', (text) => {
  expect(readPromise(text, AT)).toBeNull()
})
