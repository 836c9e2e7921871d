import type { MetadataJson } from 'libphonenumber-js/core'
import metadata from 'libphonenumber-js/max/metadata'

// Where these stand in a country's entry: metadata.js of libphonenumber-js, version 4.
const POSSIBLE_LENGTHS = 3
const LEADING_DIGITS = 10

type NumberingPlans = {
  countries: Record<string, unknown[]>
  /** The main country first. */
  country_calling_codes: Record<string, string[]>
  /** Codes that belong to no country: satellites, international premium rate and the like. */
  nonGeographic: Record<string, unknown[]>
}

/** The tables with the kinds of numbers. Without them nobody could tell whether a number is assigned. */
export const PLANS_METADATA = metadata as MetadataJson
export const plans = metadata as unknown as NumberingPlans

/** For each calling code, the lengths of national numbers that are possible in every country that shares it. */
export const COMMON_LENGTHS: ReadonlyMap<string, ReadonlySet<number>> = new Map(
  Object.entries(plans.country_calling_codes).map(([callingCode, countries]) => {
    const [first = [], ...others] = countries.map((country) => plans.countries[country]?.[POSSIBLE_LENGTHS] as number[])
    return [callingCode, new Set(first.filter((length) => others.every((lengths) => lengths.includes(length))))]
  }),
)

/**
 * The library's own tables, changed so that it does not look for a number's country among those that share a calling
 * code (twenty-five share +1). Nobody here asks for it, and the search takes a third of the time of reading a number.
 *
 * A country decides whether a number is possible by the number's length alone. So each shared code gets one more entry,
 * a copy of its main country's, that takes all numbers of the lengths that are possible in every country of that code.
 * Numbers of other lengths go the library's way. E.164, extension and "possible" are the same for every text. The
 * country is not, and must not be asked for. `phone-number.rules.test.ts` compares both.
 */
export const COUNTRYLESS_METADATA: MetadataJson = withoutSearch()

function withoutSearch(): MetadataJson {
  const countries = { ...plans.countries }
  const callingCodes = { ...plans.country_calling_codes }
  for (const [callingCode, sharing] of Object.entries(callingCodes)) {
    const main = plans.countries[sharing[0] ?? '']
    if (sharing.length === 1 || !main) continue
    const entry = [...main]
    const lengths = [...(COMMON_LENGTHS.get(callingCode) ?? [])]
    entry[LEADING_DIGITS] = `^(?:${lengths.map((length) => `.{${length}}`).join('|')})$`
    // No country has a name like that: two letters are theirs.
    const name = `+${callingCode}`
    countries[name] = entry
    // The first one stands for the code as a whole, as the main country did.
    callingCodes[callingCode] = [name, ...sharing]
  }
  return { ...plans, countries, country_calling_codes: callingCodes } as unknown as MetadataJson
}
