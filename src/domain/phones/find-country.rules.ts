import { type CountryCode, isSupportedCountry } from 'libphonenumber-js'

/** The ISO 3166-1 alpha-2 code in upper case when numbers can be read in that country, else null. */
export function findCountry(text: string): CountryCode | null {
  const code = text.trim()
  if (!/^[A-Za-z]{2}$/.test(code)) return null
  const country = code.toUpperCase()
  return isSupportedCountry(country) ? country : null
}

const displayNames = new Intl.DisplayNames('en', { type: 'region' })
const names = new Map<string, string>()

/**
 * `US` → `United States`. Each is asked for once: the engine's answer takes longer than the verdict on a contact.
 *
 * @param code of a country, in upper case
 */
export function countryName(code: string): string {
  let name = names.get(code)
  if (name === undefined) {
    name = displayNames.of(code) ?? code
    names.set(code, name)
  }
  return name
}

/** Countries that are a union, a plural or a description: English has "the" before them within a sentence. */
const WITH_ARTICLE = new Set(['AE', 'BS', 'CF', 'DO', 'GB', 'GM', 'KM', 'MV', 'NL', 'PH', 'US'])

/** Within a sentence: `US` → `the United States`, `DE` → `Germany`. */
export function countryInText(code: string): string {
  const name = countryName(code)
  return WITH_ARTICLE.has(code) || name.endsWith(' Islands') ? `the ${name}` : name
}
