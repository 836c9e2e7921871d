import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, it } from 'vitest'
import { daysSince1970, weekdayOfDay, yearOfDay } from './civil-date.rules'

const dayOf = (date: Temporal.PlainDate) => Temporal.PlainDate.from('1970-01-01').until(date).days

function agrees(date: Temporal.PlainDate): void {
  const day = dayOf(date)
  expect(daysSince1970(date.year, date.month, date.day)).toBe(day)
  expect(yearOfDay(day)).toBe(date.year)
  expect(weekdayOfDay(day)).toBe(date.dayOfWeek - 1)
}

it('agrees with Temporal on any date', () => {
  fc.assert(
    fc.property(fc.integer({ min: -700_000, max: 2_000_000 }), (day) => {
      agrees(Temporal.PlainDate.from('1970-01-01').add({ days: day }))
    }),
    { numRuns: 1_000 },
  )
})

it('agrees with Temporal on both sides of every turn of the year', () => {
  for (let year = 1890; year <= 2110; year += 1) {
    agrees(new Temporal.PlainDate(year, 12, 31))
    agrees(new Temporal.PlainDate(year, 1, 1))
  }
})
