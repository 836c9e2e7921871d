import { type CountryCode, isSupportedCountry } from 'libphonenumber-js'

/** The ISO 3166-1 alpha-2 code in upper case when numbers can be read in that country, else null. */
export function findCountry(text: string): CountryCode | null {
  const code = text.trim()
  if (!/^[A-Za-z]{2}$/.test(code)) return null
  const country = code.toUpperCase()
  return isSupportedCountry(country) ? country : null
}

const names = new Intl.DisplayNames('en', { type: 'region' })

/** `US` → `United States`. */
export function countryName(code: string): string {
  return names.of(code) ?? code
}

/** Countries that are a union, a plural or a description: English has "the" before them within a sentence. */
const WITH_ARTICLE = new Set(['AE', 'BS', 'CF', 'DO', 'GB', 'GM', 'KM', 'MV', 'NL', 'PH', 'US'])

/** Within a sentence: `US` → `the United States`, `DE` → `Germany`. */
export function countryInText(code: string): string {
  const name = countryName(code)
  return WITH_ARTICLE.has(code) || name.endsWith(' Islands') ? `the ${name}` : name
}
