import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test, vi } from 'vitest'
import { momentOf, parseScheduledAt } from './scheduled-at.rules'

// Properties run hundreds of cases, on machines that are busy with other things.
vi.setConfig({ testTimeout: 60_000 })

function read(text: string, zone = 'America/New_York'): string | null {
  const written = parseScheduledAt(text)
  return written && new Date(momentOf(written, zone)).toISOString()
}

describe('parseScheduledAt', () => {
  test.each([
    ['2027-03-01T16:00:00Z', '2027-03-01T16:00:00.000Z'],
    ['2027-03-01 16:00:00Z', '2027-03-01T16:00:00.000Z'],
    ['2027-03-01T16:00Z', '2027-03-01T16:00:00.000Z'],
    ['2027-03-01T16:00:00.000Z', '2027-03-01T16:00:00.000Z'],
    ['2027-03-01T16:00:00.1234567Z', '2027-03-01T16:00:00.123Z'],
    ['2027-03-01T16:00:00,5Z', '2027-03-01T16:00:00.500Z'],
    ['2027-03-01T16:00:00+05:30', '2027-03-01T10:30:00.000Z'],
    ['2027-03-01 16:00-06:00', '2027-03-01T22:00:00.000Z'],
    ['2027-03-01T16:00:00-00:00', '2027-03-01T16:00:00.000Z'],
    [' 2027-03-01T16:00 ', '2027-03-01T21:00:00.000Z'],
    ['2027-03-01 16:00', '2027-03-01T21:00:00.000Z'],
    ['2028-02-29T00:00', '2028-02-29T05:00:00.000Z'],
    ['2000-02-29T00:00', '2000-02-29T05:00:00.000Z'],
    ['2027-03-14T02:30', '2027-03-14T07:30:00.000Z'],
    ['2026-11-01T01:30', '2026-11-01T05:30:00.000Z'],
    ['2027-06-30T23:59:60Z', '2027-06-30T23:59:59.000Z'],
    ['0099-01-01T00:00Z', '0099-01-01T00:00:00.000Z'],
  ])('%j is %s', (text, moment) => {
    expect(read(text)).toBe(moment)
  })

  test.each([
    '2027-03-01',
    '2027-03-01T',
    '2027-03-01T16',
    '2027-03-01T16Z',
    '2027-03-01  16:00',
    '2027-03-01\t16:00',
    '2027-03-01_16:00',
    '2027-03-01t16:00',
    '2027-03-01T16:00z',
    '2027-03-01T16:00 Z',
    '2027-03-01T16:00 +05:00',
    '2027-03-01T16:00+0500',
    '2027-03-01T16:00+05',
    '2027-03-01T16:00+5:00',
    '2027-03-01T16:00+24:00',
    '2027-03-01T16:00+05:60',
    '2027-03-01T16:00UTC',
    '2027-03-01T16:00[America/New_York]',
    '2027-03-01T16:00-05:00[America/New_York]',
    '2027-02-29T16:00',
    '2100-02-29T16:00',
    '2027-99-01T16:00',
    '2027-02-30T16:00',
    '2027-04-31T16:00',
    '2027-00-01T16:00',
    '2027-13-01T16:00',
    '2027-01-00T16:00',
    '2027-03-01T24:00',
    '2027-03-01T16:60',
    '2027-03-01T16:00:61',
    '2027-03-01T16:00.5',
    '2027-03-01T16:00:00.',
    '2027-03-01T16:00:00.0123456789',
    '20270301T160000Z',
    '2027-060T16:00',
    '2027-W09-1T16:00',
    '+002027-03-01T16:00Z',
    '27-03-01T16:00',
    '03/01/2027 16:00',
    'Mon, 01 Mar 2027 16:00:00 GMT',
    '1803916800',
    'now',
    '2027-03-01T16:00\0',
    '２０２７-03-01T16:00',
  ])('%j is no date and time of the contract', (text) => {
    expect(parseScheduledAt(text)).toBeNull()
  })

  test('reads every date and time that Temporal writes, as Temporal reads it', () => {
    const anyMoment = fc.integer({ min: Date.UTC(1950, 0), max: Date.UTC(2100, 0) })
    const anyOffset = fc.integer({ min: -23 * 60 - 59, max: 23 * 60 + 59 })
    fc.assert(
      fc.property(anyMoment, anyOffset, fc.constantFrom('T', ' '), (ms, offsetMinutes, separator) => {
        const sign = offsetMinutes < 0 ? '-' : '+'
        const hour = String(Math.floor(Math.abs(offsetMinutes) / 60)).padStart(2, '0')
        const minute = String(Math.abs(offsetMinutes) % 60).padStart(2, '0')
        const written = new Date(ms).toISOString().slice(0, -1)
        const text = `${written.replace('T', separator)}${sign}${hour}:${minute}`
        expect(read(text)).toBe(new Date(Temporal.Instant.from(text).epochMilliseconds).toISOString())
        expect(read(`${written}Z`)).toBe(new Date(ms).toISOString())
      }),
    )
  })

  test('takes no date that Temporal refuses', () => {
    const digits = (length: number) =>
      fc.integer({ min: 0, max: 10 ** length - 1 }).map((n) => `${n}`.padStart(length, '0'))
    const fields = fc.tuple(digits(4), digits(2), digits(2), digits(2), digits(2), digits(2))
    fc.assert(
      fc.property(fields, ([year, month, day, hour, minute, second]) => {
        const text = `${year}-${month}-${day}T${hour}:${minute}:${second}Z`
        let reference: string | null = null
        try {
          reference = new Date(Temporal.Instant.from(text).epochMilliseconds).toISOString()
        } catch {
          reference = null
        }
        expect(read(text)).toBe(reference)
      }),
      { numRuns: 3_000 },
    )
  })

  test('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseScheduledAt(text)))
  })
})
