import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { countryName } from '@/domain/phones/find-country.rules'

const COUNTRIES_NAMED_MAX = 2

/**
 * A number in its forms for reading: international format, the extension, and the country in which it rings (empty for
 * a text that is not a number).
 */
export type ReadableNumber = { e164: string; extension: string | null; written: string; country: string }

/** Formats a number for reading. This takes longer than drawing it, so lists of thousands do it in a worker. */
export function readableNumber(e164: string, extension: string | null = null): ReadableNumber {
  const parsed = parsePhoneNumberFromString(e164)
  if (!parsed) return { e164, extension, written: e164, country: '' }
  const countries = parsed.country ? [parsed.country] : parsed.getPossibleCountries()
  const country = nameCountries(countries, parsed.countryCallingCode)
  return { e164, extension, written: parsed.formatInternational(), country }
}

/**
 * Names the countries of a number. An unassigned number may belong to any country that shares its calling code: two are
 * both named, and more are not.
 */
function nameCountries(countries: readonly string[], callingCode: string): string {
  if (countries.length === 0) return `International (+${callingCode})`
  return countries.length <= COUNTRIES_NAMED_MAX ? countries.map(countryName).join(' or ') : 'Country unknown'
}

/** Formats E.164 in international format for reading. Any other text is returned unchanged. */
export function formatPhoneNumber(e164: string): string {
  return parsePhoneNumberFromString(e164)?.formatInternational() ?? e164
}

/** Writes `+49 171 1234567 ext. 16 (Germany)`. */
export function describeNumber({ written, extension, country }: ReadableNumber): string {
  const whole = extension === null ? written : `${written} ext. ${extension}`
  return country === '' ? whole : `${whole} (${country})`
}
