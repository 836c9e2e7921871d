import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { countryName } from '@/domain/phones/find-country.rules'

const COUNTRIES_NAMED_MAX = 2

/**
 * A number to be read: in international format, the extension that is dialed behind it, and the country in which it rings,
 * empty for what is no number.
 */
export type ReadableNumber = { e164: string; extension: string | null; written: string; country: string }

/** Reading a number takes longer than drawing it. What lists thousands of them does so in a worker. */
export function readableNumber(e164: string, extension: string | null = null): ReadableNumber {
  const parsed = parsePhoneNumberFromString(e164)
  if (!parsed) return { e164, extension, written: e164, country: '' }
  const countries = parsed.country ? [parsed.country] : parsed.getPossibleCountries()
  const country = nameCountries(countries, parsed.countryCallingCode)
  return { e164, extension, written: parsed.formatInternational(), country }
}

/**
 * A possible number that nobody has may be of several countries that share a calling code: then it is both of two, and no
 * particular one of more.
 */
function nameCountries(countries: readonly string[], callingCode: string): string {
  if (countries.length === 0) return `International (+${callingCode})`
  return countries.length <= COUNTRIES_NAMED_MAX ? countries.map(countryName).join(' or ') : 'Country unknown'
}

/** E.164 → international format for reading; anything else stays as it is. */
export function formatPhoneNumber(e164: string): string {
  return parsePhoneNumberFromString(e164)?.formatInternational() ?? e164
}

/** `+49 171 1234567 ext. 16 (Germany)` */
export function describeNumber({ written, extension, country }: ReadableNumber): string {
  const whole = extension === null ? written : `${written} ext. ${extension}`
  return country === '' ? whole : `${whole} (${country})`
}
