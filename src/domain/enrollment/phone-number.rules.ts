import { type CountryCode, isSupportedCountry, Metadata, parsePhoneNumberFromString } from 'libphonenumber-js'
import { parsePhoneNumberFromString as parseWith } from 'libphonenumber-js/core'
import { COMMON_LENGTHS, COUNTRYLESS_METADATA } from './phone-metadata.rules'

export const PHONE_EXTENSION_LENGTH_MAX = 11

const TEL_PREFIX = /^tel:\s*/i
/** As Japanese keyboards write it. libphonenumber-js drops it, and reads what follows in the default country: somebody else. */
const FULLWIDTH_PLUS = /^\uff0b/
const EXTENSION = /^[0-9]{1,11}$/

/** E.164 of a canonical number reads back as itself; a number that is not stable after this many readings is none. */
const READINGS_MAX = 4

/** A number as it is stored: E.164, and the extension written inside it, not yet judged. */
export type PhoneNumber = { e164: string; extension: string | null }

/** With its calling code, and nothing but digits with single blanks or hyphens between them. */
const PLAIN_INTERNATIONAL = /^\+[1-9](?:[ -]?[0-9]){4,16}$/
const CALLING_CODE_LENGTH_MAX = 3

/** The numbering plan of a calling code, as far as reading E.164 needs it. */
type CallingCodePlan = { prefix: RegExp | null; lengths: ReadonlySet<number> }

/** What libphonenumber-js has but does not declare in its types. */
type UndeclaredPlan = { nationalPrefixForParsing?: () => string | undefined; possibleLengths: () => number[] }

const plans = new Map<string, CallingCodePlan>()

/** The ISO 3166-1 alpha-2 code in upper case when numbers can be read in that country, else null. */
export function findCountry(text: string): CountryCode | null {
  const code = text.trim()
  if (!/^[A-Za-z]{2}$/.test(code)) return null
  const country = code.toUpperCase()
  return isSupportedCountry(country) ? country : null
}

/**
 * Reads a phone number that is the whole text, or answers null when it is not a possible one. A number without `+` is
 * read in the default country.
 */
export function parsePhoneNumber(text: string, defaultCountry: CountryCode | null): PhoneNumber | null {
  const trimmed = text.trim().replace(TEL_PREFIX, '').replace(FULLWIDTH_PLUS, '+')
  const plain = readPlainInternational(trimmed)
  if (plain !== null) return { e164: plain, extension: null }
  const parsed = read(trimmed, defaultCountry)
  if (!parsed) return null
  const { number, ext } = parsed
  const e164 = isCanonical(trimmed, parsed) ? number : settle(number)
  return e164 === null ? null : { e164, extension: ext === undefined || ext === '' ? null : toAsciiDigits(ext) }
}

/**
 * Reads the plainest of numbers, such as `+49 151 2345678`, without the library and many times faster: its calling
 * code is known, its national number has nothing to strip and a length that is possible wherever the code is used. So
 * it is its own E.164, and possible. Null for every other text, and says nothing about it.
 */
function readPlainInternational(text: string): string | null {
  if (!PLAIN_INTERNATIONAL.test(text)) return null
  const e164 = text.replace(/[ -]/g, '')
  for (let end = 2; end <= CALLING_CODE_LENGTH_MAX + 1; end += 1) {
    const callingCode = e164.slice(1, end)
    const lengths = COMMON_LENGTHS.get(callingCode)
    if (!lengths) continue
    const national = e164.slice(end)
    return lengths.has(national.length) && !planOf(callingCode).prefix?.test(national) ? e164 : null
  }
  return null
}

/** The extension in ASCII digits, or null when it is not 1 to 11 digits. */
export function parseExtension(text: string): string | null {
  const digits = toAsciiDigits(text.trim())
  return EXTENSION.test(digits) ? digits : null
}

/** False when an accepted number is possible, but not one that its country has assigned to anybody. */
export function isAssignedNumber(e164: string): boolean {
  return parsePhoneNumberFromString(e164, { extract: false })?.isValid() ?? false
}

function read(text: string, defaultCountry: CountryCode | null) {
  const options = defaultCountry === null ? { extract: false } : { extract: false, defaultCountry }
  const parsed = parseWith(text, options, COUNTRYLESS_METADATA)
  return parsed?.isPossible() ? parsed : null
}

/**
 * E.164 is stored and read again, by the server after the browser and by a customer's own system. libphonenumber
 * strips a trunk prefix at each reading, so a number with two of them (`+971 0 038237`) would be another one at the
 * second. This tells, without a second reading, that there is nothing left to strip.
 */
function isCanonical(text: string, parsed: { countryCallingCode: string; nationalNumber: string }): boolean {
  const plan = planOf(parsed.countryCallingCode)
  if (plan.prefix?.test(parsed.nationalNumber)) return false
  // Read with the country written, the length was judged by the same plan; read in a default country, by its own.
  return text.startsWith('+') || plan.lengths.has(parsed.nationalNumber.length)
}

function settle(number: string): string | null {
  let current = number
  for (let reading = 0; reading < READINGS_MAX; reading += 1) {
    const next = read(current, null)?.number
    if (next === undefined) return null
    if (next === current) return current
    current = next
  }
  return null
}

function planOf(callingCode: string): CallingCodePlan {
  let plan = plans.get(callingCode)
  if (!plan) {
    const metadata = new Metadata()
    metadata.selectNumberingPlan(callingCode as CountryCode)
    const numberingPlan = metadata.numberingPlan as unknown as UndeclaredPlan | undefined
    const prefix = numberingPlan?.nationalPrefixForParsing?.()
    plan = {
      prefix: prefix ? new RegExp(`^(?:${prefix})`) : null,
      lengths: new Set(numberingPlan?.possibleLengths() ?? []),
    }
    plans.set(callingCode, plan)
  }
  return plan
}

/** Digits of other scripts that libphonenumber reads too: fullwidth, Arabic-Indic, Eastern Arabic-Indic. */
function toAsciiDigits(text: string): string {
  return text.replace(/[\uff10-\uff19\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
}
