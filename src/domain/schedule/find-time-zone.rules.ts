import { TIME_ZONE_NAMES } from './time-zone-list.rules'

const BY_LOWER_CASE: ReadonlyMap<string, string> = new Map(TIME_ZONE_NAMES.map((name) => [name.toLowerCase(), name]))

const ASCII_NAME = /^[!-~]+$/

/**
 * The listed spelling of an IANA time zone name, matched without regard to case and to blanks around it
 * (`us/eastern` → `US/Eastern`), or null when it is not on the list. Offsets such as `+05:00` are not names.
 */
export function findTimeZone(text: string): string | null {
  const name = text.trim()
  // Lower-casing folds a few other characters into ASCII (the Kelvin sign into k); those are no spelling of a name.
  if (!ASCII_NAME.test(name)) return null
  return BY_LOWER_CASE.get(name.toLowerCase()) ?? null
}
