import type { CallingRule } from '@/domain/contact-safety/calling-rule.rules'
import type { Holiday } from '@/domain/contact-safety/holiday-dates.rules'
import { REGIONS } from '@/domain/contact-safety/regions.rules'
import { RULE_SET_IDS, RULE_SETS, type RuleSetId } from '@/domain/contact-safety/rule-sets.rules'
import { countryName } from '@/domain/phones/find-country.rules'
import type { CallWindows } from '@/domain/schedule/call-windows.schema'
import { WEEKDAYS } from '@/domain/schedule/weekdays.rules'
import { type DocumentParts, markdownTable, withParts } from '@/domain/text/document-parts.rules'

const PARTS: DocumentParts = {
  sets: () =>
    markdownTable(
      ['set', 'for', 'switched on from the start in', 'rules'],
      RULE_SET_IDS.map((id) => {
        const { label, holdsFor, defaultFor, rules } = RULE_SETS[id]
        return [label, holdsFor, defaultFor.map(countryName).join(', '), String(rules.length)]
      }),
    ),
  ...Object.fromEntries(RULE_SET_IDS.map((id) => [`rules-${id}`, () => ruleTable(id)])),
  notes: () => RULE_SET_IDS.flatMap((id) => RULE_SETS[id].rules.flatMap(noteOf)).join('\n'),
}

/** The parts of docs/calling-rules.md, by name. */
export const RULE_PART_NAMES: readonly string[] = Object.keys(PARTS)

/** Returns the text of docs/calling-rules.md with its parts rewritten from the tables of rules. */
export function withRuleParts(text: string): string {
  return withParts(text, PARTS)
}

function ruleTable(id: RuleSetId): string {
  return markdownTable(
    ['rule', 'version', 'place', 'what it says', 'source', 'read on', 'read in'],
    RULE_SETS[id].rules.map((rule) => [
      `\`${rule.id}\``,
      String(rule.version),
      placeOf(rule),
      contentOf(rule),
      rule.source,
      rule.readOn,
      rule.readFrom === 'text' ? 'the text' : 'a summary',
    ]),
  )
}

function noteOf({ id, note }: CallingRule): string[] {
  return note === undefined ? [] : [`- \`${id}\`: ${note}`]
}

function placeOf({ country, region }: CallingRule): string {
  return region === null ? countryName(country) : (REGIONS.get(`${country}-${region}`)?.name ?? region)
}

function contentOf(rule: CallingRule): string {
  switch (rule.kind) {
    case 'hours':
      return hoursOf(rule.hours)
    case 'holidays':
      return `No calls on ${rule.holidays.map(holidayOf).join(', ')}`
    case 'cap':
      return capOf(rule.cap)
    case 'consent':
      return `A consent before the call (${rule.consent.bases.join(', ')})`
  }
}

/** Writes the hours of a week, days that are alike together: `Monday to Friday 9:00 to 18:00, Sunday none`. */
function hoursOf(week: CallWindows): string {
  const days = WEEKDAYS.map((weekday) => (week[weekday] ?? []).map(({ start, end }) => `${start} to ${end}`).join(', '))
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
