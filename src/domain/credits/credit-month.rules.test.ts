import { describe, expect, it } from 'vitest'
import { parseDay, parseMonth } from './credit-month.rules'

describe('parseMonth', () => {
  it.each([
    ['2026-11', '2026-11-01', '2026-12-01'],
    ['2026-12', '2026-12-01', '2027-01-01'],
    ['2024-02', '2024-02-01', '2024-03-01'],
    ['0001-01', '0001-01-01', '0001-02-01'],
    ['0099-12', '0099-12-01', '0100-01-01'],
  ])('%s goes from %s to before %s', (text, start, end) => {
    const month = parseMonth(text)
    expect(month?.start.toISOString()).toBe(`${start}T00:00:00.000Z`)
    expect(month?.end.toISOString()).toBe(`${end}T00:00:00.000Z`)
  })

  it.each([
    '',
    '2026',
    '2026-00',
    '2026-13',
    '2026-1',
    '26-01',
    '0000-01',
    '2026-01-01',
    ' 2026-01',
    '2026-01\n',
    '２０２６-01',
  ])('%j is no month', (text) => {
    expect(parseMonth(text)).toBeNull()
  })
})

describe('parseDay', () => {
  it.each(['2026-11-23', '2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])('%s is midnight of it', (text) => {
    expect(parseDay(text)?.toISOString()).toBe(`${text}T00:00:00.000Z`)
  })

  it.each([
    '',
    '2026-11',
    '2023-02-29',
    '1900-02-29',
    '2026-02-30',
    '2026-04-31',
    '2026-00-01',
    '2026-13-01',
    '2026-01-00',
    '2026-01-32',
    '0000-01-01',
    '2026-1-1',
    '2026-01-01T00:00:00Z',
    '2026-01-01\n',
  ])('%j is no day', (text) => {
    expect(parseDay(text)).toBeNull()
  })
})
