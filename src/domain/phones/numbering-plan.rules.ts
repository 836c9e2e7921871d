import examples from 'libphonenumber-js/examples.mobile.json'
import { plans } from './phone-metadata.rules'

// Where these stand in a country's entry, and what the kinds of numbers are: metadata.js of libphonenumber-js, version 4.
const ABROAD_PREFIX = 1
const GENERAL_PATTERN = 2
const POSSIBLE_LENGTHS = 3
const FORMATS = 4
const TRUNK_PREFIX = 5
const TRUNK_RULE = 6
const PARSED_PREFIX = 7
const PREFIX_TRANSFORM = 8
const KINDS = 11
const FIXED = 0
const MOBILE = 1
const PREMIUM_RATE = 3
const SHARED_COST = 9

/** `[pattern, format, leading digits, trunk rule, whether the trunk prefix is optional]` */
type FormatEntry = [string, string, string[]?, (string | 0)?, (1 | 0)?]
/** `[pattern, lengths]`; without lengths the country's lengths count. */
type KindEntry = [string, number[]?] | 0

/** Calling codes of international premium rate, shared cost and satellites, where a minute costs several dollars. */
const COSTLY_CODES: ReadonlySet<string> = new Set(['808', '870', '881', '882', '883', '979'])

/** The numbering plan of a calling code: what is known about the national numbers of all countries that share it. */
export type CodePlan = {
  lengths: ReadonlySet<number>
  /** Matches numbers that are assigned in one of the countries. */
  assigned: RegExp
  /** Matches assigned numbers that are mobile, or may be; null when there are none. */
  mobile: RegExp | null
  /** Matches numbers for which the caller pays extra; null when there are none. */
  costly: RegExp | null
}

const codePlans = new Map<string, CodePlan | null>()

/** Finds the plan of a calling code. Returns null for a code that no country or service has. */
export function findCodePlan(callingCode: string): CodePlan | null {
  let plan = codePlans.get(callingCode)
  if (plan === undefined) {
    plan = makeCodePlan(callingCode)
    codePlans.set(callingCode, plan)
  }
  return plan
}

function makeCodePlan(callingCode: string): CodePlan | null {
  const entries = plans.country_calling_codes[callingCode]?.map((country) => plans.countries[country])
  const entry = plans.nonGeographic[callingCode]
  const shared = (entries ?? [entry]).filter((one) => one !== undefined)
  if (shared.length === 0) return null
  const kinds = shared.map((one) => one[KINDS] as KindEntry[] | undefined)
  // A number is assigned where it is of a kind AND fits the plan as a whole: of the fixed ones of Germany, +49 49… does not.
  const assigned = shared.flatMap((one): KindEntry[] => {
    const kind = matchAny((one[KINDS] as KindEntry[] | undefined) ?? [])
    return kind === null ? [] : [[`(?=(?:${one[GENERAL_PATTERN]})$)(?:${kind.source.slice(1, -1)})`]]
  })
  // An empty pattern of mobile numbers says that they look like fixed ones, as in North America.
  const mobile = kinds.map((list) => (list?.[MOBILE] && !list[MOBILE][0] ? list[FIXED] : list?.[MOBILE]) ?? 0)
  const costly = kinds.flatMap((list) => [list?.[PREMIUM_RATE] ?? 0, list?.[SHARED_COST] ?? 0])
  return {
    lengths: new Set(shared.flatMap((one) => one[POSSIBLE_LENGTHS] as number[])),
    assigned: matchAny(assigned) ?? /^(?!)/,
    mobile: matchAny(mobile),
    costly: COSTLY_CODES.has(callingCode) ? /^/ : matchAny(costly),
  }
}

function matchAny(kinds: readonly KindEntry[]): RegExp | null {
  const patterns = kinds.flatMap((kind) => (kind === 0 || !kind[0] ? [] : [kind[0]]))
  // Countries that share a code share patterns as well.
  return patterns.length === 0 ? null : new RegExp(`^(?:${[...new Set(patterns)].join('|')})$`)
}

/** No country's code begins with another country's code, so at most one matches the beginning of a number. */
export const CALLING_CODE_LENGTH_MAX = 3

/** How a country writes national numbers. */
export type NationalHabit = {
  callingCode: string
  /** The digits that are dialed before a national number, such as `0`; null when there are none. */
  trunkPrefix: string | null
  /**
   * Reads the digits of a number in the way its country writes it, and returns the national number without its trunk
   * prefix. Null when more than the prefix may have to be removed, or the number may include its country code.
   */
  readDigits: (digits: string) => string | null
  /** Whether the number is complete without its trunk prefix, and as long as such numbers are. */
  isCompleteWithoutTrunk: (national: string) => boolean
}

const habits = new Map<string, NationalHabit>()

type KindOfNumber = { pattern: RegExp; lengths: readonly number[]; isMobile: boolean }

/**
 * Returns how a country writes national numbers.
 *
 * @param country one that `findCountry` knows
 */
export function habitOf(country: string): NationalHabit {
  let habit = habits.get(country)
  if (!habit) {
    habit = makeHabit(country)
    habits.set(country, habit)
  }
  return habit
}

function makeHabit(country: string): NationalHabit {
  const entry = plans.countries[country] as unknown[]
  const callingCode = entry[0] as string
  // Countries that share a code share the formats of its main one.
  const sharing = plans.country_calling_codes[callingCode] ?? [country]
  const main = plans.countries[sharing[0] as string] as unknown[]
  const formats = ((entry[FORMATS] || main[FORMATS] || []) as FormatEntry[]).map(
    ([pattern, , leading, rule, optional]) => ({
      pattern: new RegExp(`^(?:${pattern})$`),
      leading: leading ? new RegExp(`^(?:${leading.at(-1)})`) : null,
      rule: rule || ((entry[TRUNK_RULE] || main[TRUNK_RULE] || '') as string),
      optional: optional === 1,
    }),
  )
  const trunkPrefix = (entry[TRUNK_PREFIX] || null) as string | null
  const usualLength = (examples as Record<string, string>)[country]?.length
  let kinds: KindOfNumber[] | undefined

  /**
   * Returns the kinds of numbers that this may be. They are made on first use: North America has some 150, and few
   * numbers need them.
   */
  function kindsOf(national: string): KindOfNumber[] {
    kinds ??= kindsOfNumbers([country, ...sharing])
    return kinds.filter(({ pattern }) => pattern.test(national))
  }

  function isCompleteWithoutTrunk(national: string): boolean {
    if (trunkPrefix !== null) {
      const format = formats.find(
        ({ pattern, leading }) => (!leading || leading.test(national)) && pattern.test(national),
      )
      const isPrinted = format?.rule.replace('$1', '').includes(trunkPrefix) ?? false
      // A prefix that is optional in print is left out of mobile numbers only: people write 98765 43210, and 022 2345 6789.
      if (isPrinted && !(format?.optional && kindsOf(national).some(({ isMobile }) => isMobile))) return false
    }
    // Where numbers may have several lengths, only the usual one is whole: Italy's plan allows 11 digits, and 10 are in use.
    return national.length === usualLength || kindsOf(national).some(({ lengths }) => lengths.length === 1)
  }

  const general = new RegExp(`^(?:${entry[GENERAL_PATTERN]})$`)
  const dialedAbroad = new RegExp(`^(?:${entry[ABROAD_PREFIX]})`)
  // Carriers' digits and numbers that are stored otherwise than they are written are the library's business.
  const isPlain = (entry[PARSED_PREFIX] || trunkPrefix) === trunkPrefix && !entry[PREFIX_TRANSFORM]

  function readDigits(digits: string): string | null {
    if (!isPlain || digits.startsWith(callingCode) || dialedAbroad.test(digits)) return null
    const national = trunkPrefix !== null && digits.startsWith(trunkPrefix) ? digits.slice(trunkPrefix.length) : digits
    return general.test(national) ? national : null
  }

  return { callingCode, trunkPrefix, readDigits, isCompleteWithoutTrunk }
}

function kindsOfNumbers(countries: readonly string[]): KindOfNumber[] {
  return countries.flatMap((country) => {
    const entry = plans.countries[country] as unknown[]
    return ((entry[KINDS] as KindEntry[] | undefined) ?? []).flatMap((kind, at) => {
      if (kind === 0 || !kind[0]) return []
      const lengths = kind[1] ?? (entry[POSSIBLE_LENGTHS] as number[])
      return [{ pattern: new RegExp(`^(?:${kind[0]})$`), lengths, isMobile: at === MOBILE }]
    })
  })
}
