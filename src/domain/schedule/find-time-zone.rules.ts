import { TIME_ZONE_NAMES } from './time-zone-list.rules'

const LISTED: ReadonlySet<string> = new Set(TIME_ZONE_NAMES)
const BY_LOWER_CASE: ReadonlyMap<string, string> = new Map(TIME_ZONE_NAMES.map((name) => [name.toLowerCase(), name]))

const ASCII_NAME = /^[!-~]+$/

/**
 * Returns the listed spelling of an IANA time zone name, ignoring case and surrounding blanks (`us/eastern` →
 * `US/Eastern`). Null for a name that is not listed. Offsets such as `+05:00` are not names.
 */
export function findTimeZone(text: string): string | null {
  // Written as it is listed by whatever program has written it: most contacts of a file come by here.
  // Stryker disable next-line ConditionalExpression: to look for it in lower case finds the same, and takes longer.
  if (LISTED.has(text)) return text
  const name = text.trim()
  // Lower-casing folds a few other characters into ASCII (the Kelvin sign into k); those are no spelling of a name.
  if (!ASCII_NAME.test(name)) return null
  return BY_LOWER_CASE.get(name.toLowerCase()) ?? null
}
