import { type CountryCode, isSupportedCountry } from 'libphonenumber-js'

/** Returns the ISO 3166-1 alpha-2 code in upper case if numbers can be read in that country, else null. */
export function findCountry(text: string): CountryCode | null {
  const code = text.trim()
  if (!/^[A-Za-z]{2}$/.test(code)) return null
  const country = code.toUpperCase()
  return isSupportedCountry(country) ? country : null
}

const displayNames = new Intl.DisplayNames('en', { type: 'region' })
const names = new Map<string, string>()

/**
 * Names a country: `US` → `United States`. Names are cached, since the engine takes longer for one than the verdict on
 * a contact takes.
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

/** Countries whose English name takes "the" within a sentence: unions, plurals and descriptions. */
const WITH_ARTICLE = new Set(['AE', 'BS', 'CF', 'DO', 'GB', 'GM', 'KM', 'MV', 'NL', 'PH', 'US'])

/** Names a country within a sentence: `US` → `the United States`, `DE` → `Germany`. */
export function countryInText(code: string): string {
  const name = countryName(code)
  return WITH_ARTICLE.has(code) || name.endsWith(' Islands') ? `the ${name}` : name
}
