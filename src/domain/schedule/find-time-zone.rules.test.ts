import { describe, expect, test } from 'vitest'
import { findTimeZone } from './find-time-zone.rules'
import { TIME_ZONE_NAMES } from './time-zone-list.rules'
import { offsetAt } from './zone-clock.rules'

describe('the list of names', () => {
  test('has each name once, also without regard to case', () => {
    expect(new Set(TIME_ZONE_NAMES.map((name) => name.toLowerCase())).size).toBe(TIME_ZONE_NAMES.length)
  })

  test('has every name that this engine lists', () => {
    const listed = new Set(TIME_ZONE_NAMES)
    const missing = Intl.supportedValuesOf('timeZone').filter((name) => !listed.has(name))
    // An engine with younger tz data than the list may know a name or two more.
    expect(missing.length, missing.join()).toBeLessThanOrEqual(3)
  })

  test('holds only names that this engine computes with', () => {
    const refused = TIME_ZONE_NAMES.filter((name) => {
      try {
        return !Number.isInteger(offsetAt(name, Date.UTC(2026, 10, 23)))
      } catch {
        return true
      }
    })
    expect(refused).toEqual([])
  })
})

describe('findTimeZone', () => {
  test.each([
    'America/New_York',
    'US/Eastern',
    'Asia/Calcutta',
    'Asia/Kolkata',
    'Europe/Kyiv',
    'Europe/Kiev',
    'UTC',
    'GMT',
    'Etc/UTC',
    'Etc/GMT+5',
    'Etc/GMT-14',
    'EST',
    'EST5EDT',
    'Zulu',
    'GB-Eire',
    'America/Argentina/ComodRivadavia',
    'Antarctica/DumontDUrville',
    'Australia/Lord_Howe',
    'Pacific/Apia',
    'America/Coyhaique',
  ])('%s is a name, in any case, and is answered as listed', (name) => {
    expect(findTimeZone(name)).toBe(name)
    expect(findTimeZone(name.toLowerCase())).toBe(name)
    expect(findTimeZone(` ${name.toUpperCase()} `)).toBe(name)
  })

  test.each([
    '',
    '+05:00',
    '-0500',
    'UTC+5',
    'GMT+5',
    'EDT',
    'PST',
    'Eastern Standard Time',
    'New York',
    'America',
    'America/Newyork',
    'America/New York',
    'Mars/Olympus',
    'Factory',
    'Etc/Unknown',
    'localtime',
    // The Kelvin sign becomes a k in lower case.
    'Asia/Kol\u212aata',
    'America/New_York\0',
    'toString',
    '__proto__',
  ])('%j is none', (name) => {
    expect(findTimeZone(name)).toBeNull()
  })
})
