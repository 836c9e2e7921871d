import { countryName } from '@/domain/phones/find-country.rules'
import type { CallWindows } from '@/domain/schedule/call-windows.schema'
import { WEEKDAYS } from '@/domain/schedule/weekdays.rules'
import type { CallingRule } from './calling-rule.rules'
import type { Holiday } from './holiday-dates.rules'
import { REGIONS } from './regions.rules'

/** Writes a time of day that a rule has, `09:00`, as the reader's clock does. */
type WriteTime = (time: string) => string

/** Names the country or the state in which a rule holds. */
export function describeRulePlace({ country, region }: CallingRule): string {
  return region === null ? countryName(country) : (REGIONS.get(`${country}-${region}`)?.name ?? region)
}

/** Says what a rule asks for: "Monday to Friday 9:00 to 18:00; no calls on Sunday". */
export function describeRule(rule: CallingRule, writeTime: WriteTime = (time) => time): string {
  switch (rule.kind) {
    case 'hours':
      return hoursOf(rule.hours, writeTime)
    case 'holidays':
      return `No calls on ${rule.holidays.map(holidayOf).join(', ')}`
    case 'cap':
      return capOf(rule.cap)
    case 'consent':
      return `A consent before the call (${rule.consent.bases.join(', ')})`
  }
}

/** Days that are alike stand together. */
function hoursOf(week: CallWindows, writeTime: WriteTime): string {
  const days = WEEKDAYS.map((weekday) =>
    (week[weekday] ?? []).map(({ start, end }) => `${writeTime(start)} to ${writeTime(end)}`).join(', '),
  )
  const groups: { first: number; last: number; hours: string }[] = []
  for (const [day, hours] of days.entries()) {
    const group = groups.at(-1)
    if (group?.hours === hours) group.last = day
    else groups.push({ first: day, last: day, hours })
  }
  return groups
    .map(({ first, last, hours }) => {
      const name = first === last ? dayName(first) : `${dayName(first)} to ${dayName(last)}`
      return hours === '' ? `no calls on ${name}` : `${name} ${hours}`
    })
    .join('; ')
}

function dayName(day: number): string {
  const name = WEEKDAYS[day] ?? 'monday'
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`
}

const OBSERVED = {
  sunday: 'from a Sunday also the Monday',
  'friday or monday': 'from a Saturday also the Friday, from a Sunday also the Monday',
  'friday and monday': 'from a Saturday also the Friday and the Monday, from a Sunday also the Monday',
  'a monday': 'also the Monday of its week, from a weekend the one after',
}

function holidayOf(holiday: Holiday): string {
  if (!('day' in holiday) || holiday.observed === undefined) return holiday.name
  return `${holiday.name} (${OBSERVED[holiday.observed]})`
}

function capOf(cap: Extract<CallingRule, { kind: 'cap' }>['cap']): string {
  const about = cap.scope === 'subject' ? ' on the same subject' : ''
  if (cap.kind === 'calls')
    return `At most ${cap.max} ${cap.max === 1 ? 'call' : 'calls'} in ${cap.withinHours} hours${about}`
  if (cap.kind === 'gap') return `At least ${cap.minutes} minutes between two calls${about}`
  return `No call for ${cap.days} days after a conversation${about}`
}
