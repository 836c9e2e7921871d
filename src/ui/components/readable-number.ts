import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { countryName } from '@/domain/phones/find-country.rules'

const COUNTRIES_NAMED_MAX = 2

/** A number to be read: in international format, and the country in which it rings, empty for what is no number. */
export type ReadableNumber = { e164: string; written: string; country: string }

/** Reading a number takes longer than drawing it. What lists thousands of them does so in a worker. */
export function readableNumber(e164: string): ReadableNumber {
  const parsed = parsePhoneNumberFromString(e164)
  if (!parsed) return { e164, written: e164, country: '' }
  const countries = parsed.country ? [parsed.country] : parsed.getPossibleCountries()
  return { e164, written: parsed.formatInternational(), country: nameCountries(countries, parsed.countryCallingCode) }
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

/** `+49 171 1234567 (Germany)` */
export function describeNumber({ written, country }: ReadableNumber): string {
  return country === '' ? written : `${written} (${country})`
}
