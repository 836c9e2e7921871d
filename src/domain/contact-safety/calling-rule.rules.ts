import type { CallWindows } from '@/domain/schedule/call-windows.schema'
import { WEEKDAYS, type Weekday } from '@/domain/schedule/weekdays.rules'
import type { Cap } from './cap.schema'
import type { ConsentRequirement } from './consent.schema'
import type { Holiday } from './holiday-dates.rules'

/**
 * A rule of a rule set: law of a jurisdiction, as data. None of it is legal advice, and each says where it was read and
 * when. A rule that changes gets the next version, so that a stored decision tells by which text it was made.
 */
export type CallingRule = {
  /** Stable and unique among all sets, such as `us-fl-hours`. */
  id: string
  version: number
  /** ISO 3166-1 alpha-2. */
  country: string
  /** A state or province as `REGIONS` writes it; null when the rule holds in the whole country. */
  region: string | null
  /** The citation. */
  source: string
  /** The date on which the row was compared with its source, ISO 8601. */
  readOn: string
  /** Whether the text of the law was read, or a summary of it that somebody has published. */
  readFrom: 'text' | 'summary'
  /** Where sources differ, what was taken; or what the rule says besides. */
  note?: string
} & RuleContent

/** What a rule asks for. Hours are on the clock of the person, half-open: the minute of the end is not allowed any more. */
export type RuleContent =
  | { kind: 'hours'; hours: CallWindows }
  | { kind: 'holidays'; holidays: readonly Holiday[] }
  | { kind: 'cap'; cap: Cap }
  | { kind: 'consent'; consent: ConsentRequirement }

/** Makes the hours of a week. A weekday that is not named has none. */
export function weekOf(days: Partial<Record<Weekday, readonly [start: string, end: string]>>): CallWindows {
  return Object.fromEntries(Object.entries(days).map(([weekday, [start, end]]) => [weekday, [{ start, end }]]))
}

/** Makes the hours of a week whose days are alike, but for those that are named; null is a day without any. */
export function everyDay(
  start: string,
  end: string,
  others: Partial<Record<Weekday, readonly [start: string, end: string] | null>> = {},
): CallWindows {
  const days = WEEKDAYS.map((weekday) => [weekday, weekday in others ? others[weekday] : [start, end]] as const)
  return weekOf(Object.fromEntries(days.filter(([, hours]) => hours !== null)))
}
