import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isInsideWindow } from '@/domain/schedule/call-windows.rules'
import type { CallWindows } from '@/domain/schedule/call-windows.schema'
import { WEEKDAYS } from '@/domain/schedule/weekdays.rules'
import { decidePlannedMoment } from './decide-planned-moment.rules'

const daily = (start: string, end: string): CallWindows =>
  Object.fromEntries(WEEKDAYS.map((day) => [day, [{ start, end }]]))
const at = (text: string) => Date.parse(`2026-11-25T${text}Z`)
const office = daily('09:00', '17:00')

it.each([
  ['inside of both: stays', '10:00', false, daily('08:00', '12:00'), null],
  ['outside of the new ones: when they open', '10:00', false, daily('13:00', '17:00'), '13:00'],
  ['asked for the very opening: stays', '09:00', false, daily('00:00', '24:00'), null],
  ['waits for the opening alone: as soon as the new ones allow', '09:00', true, daily('00:00', '24:00'), '06:00'],
  ['waits for the opening alone, and the new ones open later', '09:00', true, daily('11:00', '12:00'), '11:00'],
  ['has a moment of its own behind the opening: stays', '09:30', true, daily('00:00', '24:00'), null],
  ['windows that never open move nothing', '10:00', true, {}, null],
])('%s', (_, due, isFree, now, expected) => {
  const moved = decidePlannedMoment({ dueMs: at(due), timezone: 'UTC', isFree }, { former: office, now }, at('06:00'))
  expect(moved).toBe(expected === null ? null : at(expected))
})

it('nobody is ever moved to a closed window, or before the moment that was asked for', () => {
  const minute = fc
    .integer({ min: 0, max: 1_439 })
    .map((n) => `${`${Math.floor(n / 60)}`.padStart(2, '0')}:${`${n % 60}`.padStart(2, '0')}`)
  const windows = fc
    .tuple(minute, minute)
    .filter(([start, end]) => start !== end)
    .map(([start, end]) => daily(start, end))
  fc.assert(
    fc.property(
      windows,
      windows,
      fc.integer({ min: 0, max: 172_800_000 }),
      fc.boolean(),
      (former, now, ahead, isFree) => {
        const dueMs = at('06:00') + ahead
        const moved = decidePlannedMoment({ dueMs, timezone: 'America/New_York', isFree }, { former, now }, at('06:00'))
        if (moved === null) return
        expect(isInsideWindow(now, 'America/New_York', moved)).toBe(true)
        if (!isFree) expect(moved).toBeGreaterThan(dueMs)
      },
    ),
  )
})
