import { describe, expect, it } from 'vitest'
import { findTimeZone } from '@/domain/schedule/find-time-zone.rules'
import { isTimezoneLike, suggestSummerTime, suggestTimezones, warnOfNoSummerTime } from './suggest-timezone'
import { WINDOWS_ZONES } from './windows-zones'

describe('suggestTimezones', () => {
  it.each([
    ['Eastern Time', ['America/New_York']],
    ['Eastern Standard Time', ['America/New_York']],
    ['(UTC-05:00) Eastern Time (US & Canada)', ['America/New_York']],
    ['US Central', ['America/Chicago']],
    ['US Mountain Standard Time', ['America/Phoenix']],
    ['us mountain standard time', ['America/Phoenix']],
    ['Mountain Standard Time', ['America/Denver']],
    ['Mountain', ['America/Denver', 'America/Phoenix']],
    ['(UTC-07:00) Arizona', ['America/Phoenix']],
    ['FLE Standard Time', ['Europe/Kyiv']],
    ['E. South America Standard Time', ['America/Sao_Paulo']],
    ['AUS Central Standard Time', ['Australia/Darwin']],
    ['Pacific SA Standard Time', ['America/Santiago']],
    ['W. Australia Standard Time', ['Australia/Perth']],
    ['New Zealand Standard Time', ['Pacific/Auckland']],
    ['GMT Standard Time', ['Europe/London']],
    ['Central Standard Time (Mexico)', ['America/Mexico_City']],
    ['W. Europe Standard Time', ['Europe/Berlin']],
    ['pst', ['America/Los_Angeles', 'Asia/Manila']],
    ['IST', ['Asia/Kolkata', 'Europe/Dublin', 'Asia/Jerusalem']],
    ['CST', ['America/Chicago', 'Asia/Shanghai', 'America/Havana']],
    ['UTC-5', ['America/New_York', 'America/Bogota', 'America/Chicago']],
    ['GMT+1', ['Europe/Berlin', 'Africa/Lagos', 'Europe/London']],
    ['UTC+05:30', ['Asia/Kolkata', 'Asia/Colombo']],
    ['+0530', ['Asia/Kolkata', 'Asia/Colombo']],
    ['-05:00', ['America/New_York', 'America/Bogota', 'America/Chicago']],
    ['UTC\u22123', ['America/Sao_Paulo', 'America/Argentina/Buenos_Aires', 'America/Halifax']],
    [
      '(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna',
      ['Europe/Amsterdam', 'Europe/Berlin', 'Europe/Zurich', 'Europe/Rome'],
    ],
    ['(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi', ['Asia/Kolkata']],
    ['(UTC-03:00) Brasilia', ['America/Sao_Paulo']],
    [
      '(UTC+02:00) Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius',
      ['Europe/Helsinki', 'Europe/Kyiv', 'Europe/Riga', 'Europe/Sofia'],
    ],
    ['(UTC-06:00) Central Time (US & Canada)', ['America/Chicago']],
    ['(UTC+09:00) Osaka, Sapporo, Tokyo', ['Asia/Tokyo']],
    ['Berlin', ['Europe/Berlin']],
    ['America/New York', ['America/New_York']],
  ])('offers for %s what it can mean', (text, zones) => {
    expect(suggestTimezones(text)).toEqual(zones)
  })

  it.each([
    'America/New_York',
    'us/central',
    'EST',
    'GMT',
    '',
    'soon',
    '+99:00',
    'UTC+17',
    'constructor',
    '2027-03-04',
  ])('has nothing for %j', (text) => {
    expect(suggestTimezones(text)).toEqual([])
  })

  it('offers one IANA name for every name of Windows', () => {
    expect(WINDOWS_ZONES.size).toBeGreaterThan(130)
    for (const [name, zone] of WINDOWS_ZONES) {
      expect(findTimeZone(zone)).toBe(zone)
      const text = name.includes('standard time') ? name : `${name} Standard Time`
      expect([text, suggestTimezones(text)]).toEqual([text, [zone]])
    }
  })

  it('offers nothing that is no name', () => {
    for (let hours = -12; hours <= 14; hours++) {
      for (const zone of suggestTimezones(`UTC${hours < 0 ? '-' : '+'}${Math.abs(hours)}`))
        expect(findTimeZone(zone)).toBe(zone)
    }
  })
})

describe('isTimezoneLike', () => {
  it.each([
    'America/New_York',
    'Eastern Time',
    'PST',
    'US Mountain Standard Time',
    'UTC-5',
    '(UTC+01:00) Berlin',
    'Central',
  ])('takes %s', (text) => {
    expect(isTimezoneLike(text)).toBe(true)
  })

  it.each(['Berlin', 'London', 'West', 'North', 'Art', 'pet', 'India', 'Brazil', '+05:00', 'TX', ''])(
    'does not take %s',
    (text) => {
      expect(isTimezoneLike(text)).toBe(false)
    },
  )
})

describe('names without a summer time', () => {
  it.each([
    ['EST', ['America/New_York']],
    [' est ', ['America/New_York']],
    ['MST', ['America/Denver', 'America/Phoenix']],
    ['HST', ['Pacific/Honolulu']],
    ['America/New_York', []],
    ['Eastern', []],
  ])('%s', (text, zones) => {
    expect(suggestSummerTime(text)).toEqual(zones)
    expect(warnOfNoSummerTime(text) !== null).toBe(zones.length > 0)
  })
})
