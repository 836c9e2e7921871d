import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { WEEKDAYS } from '@/domain/schedule/weekdays.rules'
import { contactFacts } from '@/testing/contact-facts'
import type { CallingRule } from './calling-rule.rules'
import { decideContact } from './decide-contact.rules'
import { holidayOn } from './holiday-dates.rules'
import type { Location } from './locate-person.rules'
import { REGIONS } from './regions.rules'
import { defaultRuleSets, RULE_SET_IDS, RULE_SETS, type RuleSetId, rulesOf } from './rule-sets.rules'

const ALL_RULES: readonly CallingRule[] = RULE_SET_IDS.flatMap((id) => RULE_SETS[id].rules)

/** A week without a holiday anywhere in these tables: Monday, 2027-03-01 to Sunday. */
const MONDAY = Temporal.PlainDate.from('2027-03-01')

function placeOf(country: string, region: string | null): Location {
  const zones = region === null ? ['Etc/UTC'] : (REGIONS.get(`${country}-${region}`)?.zones ?? [])
  // One clock, so that the hours of the table are seen as they are.
  return { knownBy: 'region', jurisdictions: [{ country, region, zones: zones.slice(0, 1) }] }
}

function isAllowed(sets: readonly RuleSetId[], location: Location, date: Temporal.PlainDate, time: string): boolean {
  const zone = location.jurisdictions[0]?.zones[0] ?? 'Etc/UTC'
  const ms = date.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds
  const facts = contactFacts({ organization: { ruleSets: sets }, person: { location } })
  return decideContact(facts, ms).kind === 'call'
}

/**
 * What a person in each state, with the federal rules, may be called at: first and last minute of Monday to Friday, of
 * Saturday and of Sunday; null is a day without any. Written down from the citations, not from the tables.
 */
type Minutes = readonly [first: string, last: string] | null
const US_HOURS: Record<string, readonly [weekday: Minutes, saturday: Minutes, sunday: Minutes]> = {
  AL: [['08:00', '19:59'], ['08:00', '19:59'], null],
  CT: [
    ['09:00', '19:59'],
    ['09:00', '19:59'],
    ['09:00', '19:59'],
  ],
  FL: [
    ['08:00', '19:59'],
    ['08:00', '19:59'],
    ['08:00', '19:59'],
  ],
  KY: [
    ['10:00', '20:59'],
    ['10:00', '20:59'],
    ['10:00', '20:59'],
  ],
  LA: [['08:00', '19:59'], ['08:00', '19:59'], null],
  MA: [
    ['08:00', '19:59'],
    ['08:00', '19:59'],
    ['08:00', '19:59'],
  ],
  MD: [
    ['08:00', '19:59'],
    ['08:00', '19:59'],
    ['08:00', '19:59'],
  ],
  ME: [['09:00', '16:59'], null, null],
  MI: [
    ['09:00', '20:59'],
    ['09:00', '20:59'],
    ['09:00', '20:59'],
  ],
  MN: [
    ['09:00', '20:59'],
    ['09:00', '20:59'],
    ['09:00', '20:59'],
  ],
  MS: [['08:00', '19:59'], ['08:00', '19:59'], null],
  NM: [
    ['09:00', '20:59'],
    ['09:00', '20:59'],
    ['09:00', '20:59'],
  ],
  NV: [
    ['09:00', '19:59'],
    ['09:00', '19:59'],
    ['09:00', '19:59'],
  ],
  OK: [
    ['08:00', '19:59'],
    ['08:00', '19:59'],
    ['08:00', '19:59'],
  ],
  RI: [['09:00', '17:59'], ['10:00', '16:59'], null],
  SD: [['09:00', '20:59'], null, null],
  TX: [
    ['09:00', '20:59'],
    ['09:00', '20:59'],
    ['12:00', '20:59'],
  ],
  UT: [['08:00', '20:59'], ['08:00', '20:59'], null],
  WA: [
    ['08:00', '19:59'],
    ['08:00', '19:59'],
    ['08:00', '19:59'],
  ],
}

const FEDERAL: Minutes = ['08:00', '20:59']

function minuteBefore(time: string): string {
  return Temporal.PlainTime.from(time).subtract({ minutes: 1 }).toString().slice(0, 5)
}

function minuteAfter(time: string): string {
  return Temporal.PlainTime.from(time).add({ minutes: 1 }).toString().slice(0, 5)
}

function expectDay(sets: readonly RuleSetId[], location: Location, date: Temporal.PlainDate, minutes: Minutes): void {
  const at = (time: string) => `${date} ${time}: ${isAllowed(sets, location, date, time)}`
  if (minutes === null) {
    for (const time of ['00:00', '08:00', '12:00', '16:00', '20:00', '23:59'])
      expect(at(time)).toBe(`${date} ${time}: false`)
    return
  }
  const [first, last] = minutes
  expect(at(minuteBefore(first))).toBe(`${date} ${minuteBefore(first)}: false`)
  expect(at(first)).toBe(`${date} ${first}: true`)
  expect(at(last)).toBe(`${date} ${last}: true`)
  expect(at(minuteAfter(last))).toBe(`${date} ${minuteAfter(last)}: false`)
}

describe('the hours of each state, with the federal ones', () => {
  it.each([...REGIONS.values()].filter(({ country }) => country === 'US').map(({ code }) => code))('%s', (state) => {
    const [weekday, saturday, sunday] = US_HOURS[state] ?? [FEDERAL, FEDERAL, FEDERAL]
    for (const [day] of WEEKDAYS.entries()) {
      const minutes = day === 5 ? saturday : day === 6 ? sunday : weekday
      expectDay(['us-federal', 'us-states'], placeOf('US', state), MONDAY.add({ days: day }), minutes)
    }
  })

  it.each(['FL', 'AL', 'KY'])('%s has those of the country alone when states are switched off', (state) => {
    for (const [day] of WEEKDAYS.entries()) {
      expectDay(['us-federal'], placeOf('US', state), MONDAY.add({ days: day }), FEDERAL)
    }
  })

  it('a second is enough to be late', () => {
    expect(isAllowed(['us-federal'], placeOf('US', 'NY'), MONDAY, '20:59:59')).toBe(true)
    expect(isAllowed(['us-federal'], placeOf('US', 'NY'), MONDAY, '21:00:00')).toBe(false)
    expect(isAllowed(['us-federal'], placeOf('US', 'NY'), MONDAY, '07:59:59')).toBe(false)
  })
})

describe('the hours of Canada', () => {
  it.each([...REGIONS.values()].filter(({ country }) => country === 'CA').map(({ code }) => code))('%s', (province) => {
    for (const [day] of WEEKDAYS.entries()) {
      const minutes: Minutes = day >= 5 ? ['10:00', '17:59'] : ['09:00', '21:29']
      expectDay(['canada'], placeOf('CA', province), MONDAY.add({ days: day }), minutes)
    }
  })
})

it.each(['MX', 'GB', 'JM', 'AU', null])('no hours of the table hold in %s', (country) => {
  const zones = ['Etc/UTC']
  const location: Location = { knownBy: 'number', jurisdictions: [{ country, region: null, zones }] }
  expect(isAllowed(['us-federal', 'us-states', 'canada'], location, MONDAY, '03:00')).toBe(true)
})

/** Holidays of each state on their dates, as calendars have them; of 2026 and 2027 all, of other years those that moved. */
const HOLIDAYS: Record<string, readonly string[]> = {
  AL: [
    ...['2026-01-01', '2026-01-19', '2026-02-16', '2026-02-17', '2026-04-27', '2026-05-25', '2026-06-01', '2026-06-19'],
    ...['2026-07-03', '2026-07-04', '2026-09-07', '2026-10-12', '2026-11-11', '2026-11-26', '2026-12-01', '2026-12-25'],
    ...['2027-01-01', '2027-01-18', '2027-02-09', '2027-02-15', '2027-04-26', '2027-05-31', '2027-06-07', '2027-06-18'],
    ...['2027-06-19', '2027-07-04', '2027-07-05', '2027-09-06', '2027-10-11', '2027-11-11', '2027-11-25', '2027-12-01'],
    ...['2027-12-24', '2027-12-25', '2027-12-31'],
  ],
  LA: [
    ...['2026-01-01', '2026-01-08', '2026-01-19', '2026-02-16', '2026-02-17', '2026-04-03', '2026-05-25', '2026-06-19'],
    ...['2026-07-03', '2026-07-04', '2026-08-30', '2026-09-07', '2026-10-12', '2026-11-01', '2026-11-03', '2026-11-11'],
    ...['2026-11-26', '2026-11-27', '2026-12-24', '2026-12-25', '2026-12-31', '2027-01-01', '2027-01-08', '2027-01-18'],
    ...['2027-02-09', '2027-02-15', '2027-03-26', '2027-05-31', '2027-06-19', '2027-07-04', '2027-07-05', '2027-08-30'],
    ...['2027-09-06', '2027-10-11', '2027-11-01', '2027-11-11', '2027-11-25', '2027-11-26', '2027-12-24', '2027-12-25'],
    ...['2027-12-31'],
  ],
  MS: [
    ...['2026-01-01', '2026-01-19', '2026-02-16', '2026-04-27', '2026-05-25', '2026-07-04', '2026-09-07', '2026-11-11'],
    ...['2026-11-26', '2026-12-25', '2027-01-01', '2027-01-18', '2027-02-15', '2027-04-26', '2027-05-31', '2027-07-04'],
    ...['2027-07-05', '2027-09-06', '2027-11-11', '2027-11-25', '2027-12-25'],
  ],
  PA: [
    ...['2026-01-01', '2026-01-19', '2026-02-16', '2026-04-03', '2026-05-25', '2026-06-14', '2026-06-15', '2026-06-19'],
    ...['2026-07-04', '2026-09-07', '2026-10-12', '2026-11-03', '2026-11-11', '2026-11-26', '2026-12-25', '2027-01-01'],
    ...['2027-01-18', '2027-02-15', '2027-03-26', '2027-05-31', '2027-06-14', '2027-06-19', '2027-07-04', '2027-07-05'],
    ...['2027-09-06', '2027-10-11', '2027-11-02', '2027-11-11', '2027-11-25', '2027-12-25'],
  ],
  RI: [
    ...['2026-01-01', '2026-01-19', '2026-02-16', '2026-05-04', '2026-05-25', '2026-06-19', '2026-07-03', '2026-07-04'],
    ...['2026-07-06', '2026-08-10', '2026-09-07', '2026-10-12', '2026-11-03', '2026-11-11', '2026-11-26', '2026-12-25'],
    ...['2027-01-01', '2027-01-18', '2027-02-15', '2027-05-04', '2027-05-31', '2027-06-18', '2027-06-19', '2027-06-21'],
    ...['2027-07-04', '2027-07-05', '2027-08-09', '2027-09-06', '2027-10-11', '2027-11-11', '2027-11-25', '2027-12-24'],
    ...['2027-12-25', '2027-12-27', '2027-12-31'],
  ],
  UT: [
    ...['2026-01-01', '2026-01-19', '2026-02-16', '2026-04-03', '2026-05-25', '2026-06-15', '2026-06-19', '2026-07-03'],
    ...['2026-07-04', '2026-07-24', '2026-09-07', '2026-10-12', '2026-11-11', '2026-11-26', '2026-12-25', '2027-01-01'],
    ...['2027-01-18', '2027-02-15', '2027-03-26', '2027-05-31', '2027-06-19', '2027-06-21', '2027-07-04', '2027-07-05'],
    ...['2027-07-23', '2027-07-24', '2027-09-06', '2027-10-11', '2027-11-11', '2027-11-25', '2027-12-24', '2027-12-25'],
    ...['2027-12-31'],
  ],
}

describe('named holidays', () => {
  it.each(Object.entries(HOLIDAYS))('%s has these in 2026 and 2027, and no others', (state, dates) => {
    const start = Temporal.PlainDate.from('2026-01-01')
    const days = Array.from({ length: 730 }, (_, day) => start.add({ days: day }).toString())
    const found = days.filter((date) => holidayIn(state, date) !== null)
    expect(found).toEqual(dates)
  })

  it('only these states have any', () => {
    const states = ALL_RULES.filter(({ kind }) => kind === 'holidays').map(({ region }) => region)
    expect(states).toEqual(Object.keys(HOLIDAYS))
  })

  // Years in which Easter is early, late, and in which dates fall on weekends. Published alerts name them.
  it.each([
    ['LA', '2018-02-13', 'Mardi Gras'],
    ['AL', '2018-02-13', 'Mardi Gras'],
    ['LA', '2008-02-05', 'Mardi Gras'],
    ['LA', '2038-03-09', 'Mardi Gras'],
    ['LA', '2008-03-21', 'Good Friday'],
    ['LA', '2023-04-07', 'Good Friday'],
    ['LA', '2024-03-29', 'Good Friday'],
    ['LA', '2038-04-23', 'Good Friday'],
    ['PA', '2023-11-07', 'Election day'],
    ['PA', '2021-11-02', 'Election day'],
    ['RI', '2020-11-03', 'Election day'],
    ['RI', '2020-07-06', 'Independence Day'],
    ['RI', '2021-12-27', 'Christmas'],
    ['AL', '2015-07-03', 'Independence Day'],
    ['UT', '2015-07-03', 'Independence Day'],
    ['LA', '2015-07-03', 'Independence Day'],
    ['RI', '2015-07-06', 'Independence Day'],
    ['UT', '2016-07-25', 'Pioneer Day'],
    ['MS', '2018-04-30', 'Confederate Memorial Day'],
    ['AL', '2018-04-23', 'Confederate Memorial Day'],
    ['UT', '2024-06-17', 'Juneteenth'],
    ['UT', '2022-06-20', 'Juneteenth'],
    ['UT', '2021-12-31', "New Year's Day"],
    ['AL', '2010-12-31', "New Year's Day"],
  ])('%s keeps %s as %s', (state, date, holiday) => {
    expect(holidayIn(state, date)).toBe(holiday)
  })

  it.each([
    ['LA', '2025-11-04'],
    ['RI', '2025-11-04'],
    ['MS', '2026-07-03'],
    ['MS', '2026-07-06'],
    ['PA', '2026-07-06'],
    ['UT', '2024-06-18'],
    ['AL', '2026-04-03'],
  ])('%s has none on %s', (state, date) => {
    expect(holidayIn(state, date)).toBeNull()
  })

  it('begins and ends at midnight there', () => {
    const location = placeOf('US', 'UT')
    const day = Temporal.PlainDate.from('2026-07-24')
    expect(isAllowed(['us-states'], location, day.subtract({ days: 1 }), '20:59:59')).toBe(true)
    expect(isAllowed(['us-states'], location, day, '08:00')).toBe(false)
    expect(isAllowed(['us-states'], location, day, '20:59')).toBe(false)
    expect(isAllowed(['us-states'], location, day.add({ days: 1 }), '08:00')).toBe(true)
  })
})

function holidayIn(state: string, date: string): string | null {
  const rules = ALL_RULES.filter(({ kind, region }) => kind === 'holidays' && region === state)
  const [rule] = rules
  expect(rules).toHaveLength(1)
  return rule?.kind === 'holidays' ? holidayOn(rule.holidays, Date.parse(date) / 86_400_000) : null
}

describe('caps of the tables', () => {
  it.each([
    ['us-fl-cap', 'calls', 'subject', 3, 24],
    ['us-ok-cap', 'calls', 'subject', 3, 24],
    ['us-md-cap', 'calls', 'subject', 3, 24],
    ['us-me-cap', 'calls', 'number', 1, 8],
    ['us-debt-calls', 'calls', 'subject', 7, 168],
  ])('%s', (id, kind, scope, max, withinHours) => {
    const rule = ALL_RULES.find((each) => each.id === id)
    expect(rule?.kind === 'cap' && rule.cap).toEqual({ kind, scope, max, withinHours })
  })

  it('Regulation F has seven days of rest after a conversation about the debt', () => {
    const rule = ALL_RULES.find((each) => each.id === 'us-debt-rest')
    expect(rule?.kind === 'cap' && rule.cap).toEqual({ kind: 'rest', scope: 'subject', days: 7 })
  })

  it('there are no others', () => {
    expect(ALL_RULES.filter(({ kind }) => kind === 'cap')).toHaveLength(6)
  })
})

it.each([
  ['GB', ['express', 'written']],
  ['DE', ['express', 'written']],
  ['FR', ['express', 'written', 'contract']],
])('%s asks for a consent', (country, bases) => {
  const rules = ALL_RULES.filter((rule) => rule.kind === 'consent' && rule.country === country)
  expect(rules.map((rule) => rule.kind === 'consent' && rule.consent)).toEqual([{ bases, ageDaysMax: null }])
})

it.each([
  ['US', ['us-federal', 'us-states', 'us-debt-collection']],
  ['CA', ['canada']],
  ['GB', ['consent-countries']],
  ['DE', ['consent-countries']],
  ['FR', ['consent-countries']],
  ['MX', []],
])('a new organization of %s has these sets', (country, sets) => {
  expect(defaultRuleSets(country)).toEqual(sets)
})

it('rules of debt collection hold for agents that collect debts alone', () => {
  expect(rulesOf(['us-debt-collection'], false)).toEqual([])
  expect(rulesOf(['us-debt-collection'], true).map(({ id }) => id)).toEqual(['us-debt-calls', 'us-debt-rest'])
  expect(rulesOf(['us-federal', 'us-debt-collection'], false).map(({ id }) => id)).toEqual(['us-hours'])
})

describe('each row', () => {
  it('has an id of its own, a version, a source and the date on which it was read', () => {
    expect(new Set(ALL_RULES.map(({ id }) => id)).size).toBe(ALL_RULES.length)
    for (const rule of ALL_RULES) {
      expect(rule.version).toBeGreaterThanOrEqual(1)
      expect(rule.source).toMatch(/[0-9]/)
      expect(rule.readOn).toMatch(/^20[0-9]{2}-[01][0-9]-[0-3][0-9]$/)
      expect(['text', 'summary']).toContain(rule.readFrom)
    }
  })

  it('is of a region that there is', () => {
    for (const { country, region } of ALL_RULES)
      if (region !== null) expect(REGIONS.has(`${country}-${region}`)).toBe(true)
  })
})
