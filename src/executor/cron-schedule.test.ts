import { expect, test } from 'vitest'
import { nextCronTime } from './cron-schedule'

function next(expression: string, after: string): string | null {
  const time = nextCronTime(expression, Date.parse(after))
  return time === null ? null : new Date(time).toISOString()
}

test.each([
  ['* * * * *', '2026-11-23T12:00:00Z', '2026-11-23T12:01:00.000Z'],
  ['*/5 * * * *', '2026-11-23T12:01:30Z', '2026-11-23T12:05:00.000Z'],
  ['0 9 * * 1', '2026-11-23T09:00:00Z', '2026-11-30T09:00:00.000Z'],
  ['TZ=Europe/Paris 0 9 * * 1', '2026-11-23T07:00:00Z', '2026-11-23T08:00:00.000Z'],
  // Paris leaves summer time on 2026-10-25: nine o'clock is an hour later in UTC from then on.
  ['TZ=Europe/Paris 0 9 * * *', '2026-10-24T12:00:00Z', '2026-10-25T08:00:00.000Z'],
  ['0 0 30 2 *', '2026-11-23T12:00:00Z', null],
])('%s after %s', (expression, after, expected) => {
  expect(next(expression, after)).toBe(expected)
})

test.each(['', 'often', '* * * *', '* * * * * *', 'TZ=Mars/Olympus 0 9 * * *'])('refused: "%s"', (expression) => {
  expect(() => nextCronTime(expression, 0)).toThrow()
})
