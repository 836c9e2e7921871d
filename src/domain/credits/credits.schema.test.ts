import { describe, expect, it } from 'vitest'
import { creditUsageQuerySchema, USAGE_RANGE_DAYS_MAX } from './credits.schema'

const faultsOf = (query: unknown) =>
  creditUsageQuerySchema.safeParse(query).error?.issues.map((issue) => issue.path.join('.'))

/** Returns the date so many days after 2024-01-01. */
const day = (days: number) => new Date(Date.UTC(2024, 0, 1 + days)).toISOString().slice(0, 10)

describe('creditUsageQuerySchema', () => {
  it.each([
    {},
    { month: '2026-11' },
    { startDate: '2026-01-01', endDate: '2026-01-01' },
    { startDate: day(0), endDate: day(USAGE_RANGE_DAYS_MAX - 1) },
  ])('takes %j', (query) => {
    expect(creditUsageQuerySchema.parse(query)).toEqual(query)
  })

  it.each([
    [{ month: '2026-13' }, 'month'],
    [{ month: '' }, 'month'],
    [{ month: '2026-11', startDate: '2026-01-01' }, 'month'],
    [{ month: '2026-11', endDate: '2026-01-01' }, 'month'],
    [{ startDate: '2026-01-01' }, 'endDate'],
    [{ endDate: '2026-01-01' }, 'startDate'],
    [{ startDate: '2026-01-02', endDate: '2026-01-01' }, 'endDate'],
    [{ startDate: '2026-02-30', endDate: '2026-03-01' }, 'startDate'],
    [{ startDate: day(0), endDate: day(USAGE_RANGE_DAYS_MAX) }, 'endDate'],
    [{ days: '5' }, ''],
  ])('refuses %j for its %s', (query, path) => {
    expect(faultsOf(query)).toEqual([path])
  })
})
