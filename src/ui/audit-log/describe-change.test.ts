import { expect, it } from 'vitest'
import { describeChange } from './describe-change'

it.each([
  [{ before: { lines: 5 }, after: { lines: 25 }, details: {} }, 'lines: 5 → 25'],
  [{ before: { refused: false }, after: { refused: true }, details: null }, 'refused: no → yes'],
  [
    { before: null, after: { scopes: ['enroll', 'read'], expiresAt: null }, details: {} },
    'scopes: enroll and read, expires at: none',
  ],
  [{ before: null, after: null, details: { affected: 42 } }, 'affected: 42'],
  [
    {
      before: { caps: { callsPerDay: null, restDays: null } },
      after: { caps: { callsPerDay: 10, restDays: 7 } },
      details: {},
    },
    'caps: none → calls per day 10 and rest days 7',
  ],
  [{ before: null, after: null, details: {} }, ''],
])('%j is %s', (line, text) => {
  expect(describeChange(line)).toBe(text)
})
