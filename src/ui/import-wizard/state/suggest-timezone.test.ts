import { describe, expect, it } from 'vitest'
import { suggestTimezone } from './suggest-timezone'

describe('suggestTimezone', () => {
  it.each([
    ['Eastern Time', 'America/New_York'],
    ['Eastern Standard Time', 'America/New_York'],
    ['(UTC-05:00) Eastern Time (US & Canada)', 'America/New_York'],
    ['US Central', 'America/Chicago'],
    ['pst', 'America/Los_Angeles'],
    ['Mountain', 'America/Denver'],
    ['W. Europe Standard Time', 'Europe/Berlin'],
    ['America/New York', 'America/New_York'],
  ])('reads %s as %s', (text, zone) => {
    expect(suggestTimezone(text)).toBe(zone)
  })

  it.each(['America/New_York', 'us/central', '', 'soon', '+05:00', 'constructor'])('has nothing for %j', (text) => {
    expect(suggestTimezone(text)).toBeNull()
  })
})
