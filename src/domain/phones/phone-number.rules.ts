import type { CountryCode } from 'libphonenumber-js'
import { Metadata, parsePhoneNumberFromString as parseWith } from 'libphonenumber-js/core'
import { CALLING_CODE_LENGTH_MAX, findCodePlan, habitOf } from './numbering-plan.rules'
import { COMMON_LENGTHS, COUNTRYLESS_METADATA, PLANS_METADATA } from './phone-metadata.rules'

export const PHONE_EXTENSION_LENGTH_MAX = 11
/** The longest extension without a word or sign that marks it. Anything longer is a second number. */
const UNMARKED_EXTENSION_LENGTH_MAX = 6

/** The longest text that libphonenumber reads. */
const WRITTEN_LENGTH_MAX = 250

const TEL_PREFIX = /^tel:\s*/i
/**
 * The plus sign of Japanese keyboards. libphonenumber-js drops it and reads the rest in the default country, which is
 * another person's number.
 */
const FULLWIDTH_PLUS = /^\uff0b/
const EXTENSION = /^[0-9]{1,11}$/
const EXTENSION_WRITTEN = /^(?:x|#|ext(?:n|ension)?)?[\s.:]*([0-9]+)(?:[.,]0)?$/i
const BEYOND_ASCII = /[^ -~]/
/** Bullets between digits, as designers and address books write them. */
const BULLETS = /(?<=[0-9)])\s*[\u2022\u00b7\u2219\u2027\u30fb]\s*(?=[0-9(])/g
const UNDERSCORES = /(?<=[0-9)])_(?=[0-9(])/g
/** `49(0)171…`: a trunk prefix in brackets shows that the country code stands before it. */
const COUNTRY_BEFORE_TRUNK = /^\(?[1-9][0-9]{0,2}\)?[\s./-]*\(0\)/
const ZERO_FIRST = /^[(\s]*0/
const DOUBLE_ZERO = /^[(\s]*0[\s)/-]*0[\s).\u2013/-]*(?=[1-9(])/
const ZERO_ELEVEN = /^[(\s]*011[\s).\u2013/-]*(?=[1-9(])/

/** `030 1234 / 030 5678`: a slash also stands within one number, but a second trunk prefix does not. */
const TWO_NUMBERS = /^[+0(](?:[\s().-]*\d){5,}[\s().-]*\/\s*\(?0(?:[\s().-]*\d){5,}$/

/**
 * The E.164 form of a canonical number reads back as itself. A text that is not stable after this many readings is no
 * number.
 */
const READINGS_MAX = 4

/** A number as it is stored: E.164, and the extension that was written in it, which is not judged yet. */
export type PhoneNumber = { e164: string; extension: string | null }

/** One of several numbers that a text can mean. The country is null for a calling code that belongs to none. */
export type PossibleReading = PhoneNumber & { country: CountryCode | null }

/**
 * What a text means as a phone number. `otherReading` is the other number, in E.164, that the same digits can be: with
 * a + in front, or without the + that they have. It is given only when the number that was taken is by far the likelier
 * one; else it is null.
 */
export type PhoneReading =
  | ({ kind: 'number'; otherReading: string | null } & PhoneNumber)
  /** Two or more numbers, or a single one that would be a guess. */
  | { kind: 'ambiguous'; readings: PossibleReading[] }
  /**
   * Not a possible number as it stands. `withPlus` is the number that it would be with a + in front, if that is
   * assigned.
   */
  | { kind: 'none'; withPlus: PossibleReading | null }

/** A number with its calling code: digits with at most one blank or hyphen between them. */
const PLAIN_INTERNATIONAL = /^\+[1-9](?:[ -]?[0-9]){4,16}$/

/** A number without its calling code: digits with the signs that people write between them. */
const PLAIN_NATIONAL = /^\(?[0-9](?:[ ().-]{0,3}[0-9]){5,14}$/
const NO_DIGITS = /[^0-9]/g

/**
 * The shortest number of any country has four digits. The library refuses `n/a` by an exception, which takes as long as
 * ten numbers.
 */
const ENOUGH_DIGITS = /[0-9][^0-9]*[0-9][^0-9]*[0-9][^0-9]*[0-9]/

/** The numbering plan of a calling code, as far as reading E.164 needs it. */
type CallingCodePlan = { prefix: RegExp | null; lengths: ReadonlySet<number> }

/** Properties that libphonenumber-js has and its types do not declare. */
type UndeclaredPlan = { nationalPrefixForParsing?: () => string | undefined; possibleLengths: () => number[] }

const plans = new Map<string, CallingCodePlan>()
const NONE: PhoneReading = { kind: 'none', withPlus: null }

/**
 * Reads a text that is one phone number as a whole. Null when it is not a possible number, or can be several
 * (`readPhoneNumber`).
 */
export function parsePhoneNumber(text: string, defaultCountry: CountryCode | null): PhoneNumber | null {
  const reading = readPhoneNumber(text, defaultCountry)
  return reading.kind === 'number' ? { e164: reading.e164, extension: reading.extension } : null
}

/**
 * Reads a text that is one phone number as a whole. A number without `+` is read in the default country. It is
 * ambiguous when the same digits with a `+` are an assigned number: such a list has usually lost its plus signs, and a
 * guess would call a stranger. But a national number that is assigned and complete, as its country writes numbers, is
 * taken all the same.
 */
export function readPhoneNumber(input: string, defaultCountry: CountryCode | null): PhoneReading {
  const written = input.trim()
  const plain = readPlainInternational(written)
  if (plain !== null) return international(written, { e164: plain, extension: null }, defaultCountry)
  if (written.length > WRITTEN_LENGTH_MAX) return NONE
  const text = tidy(written)
  if (text.includes('/') && TWO_NUMBERS.test(text)) return NONE
  if (text.startsWith('+')) return readInternational(text, defaultCountry)
  if (text.includes('(0)') && COUNTRY_BEFORE_TRUNK.test(text)) return readInternational(`+${text}`, null)
  if (ZERO_FIRST.test(text) && DOUBLE_ZERO.test(text)) return readDoubleZero(text, defaultCountry)
  return readNational(text, defaultCountry)
}

/**
 * `readAs` is the number of a text in E.164; null when the text is ambiguous or no number. `mayBe` lists the readings
 * of an ambiguous text in E.164; it is empty for any other.
 */
export type ReadNumber = { readAs: string | null; mayBe: string[] }

/** Reads a number as `readPhoneNumber` does. */
export function readNumberOf(text: string, defaultCountry: CountryCode | null): ReadNumber {
  const reading = readPhoneNumber(text, defaultCountry)
  return {
    readAs: reading.kind === 'number' ? reading.e164 : null,
    mayBe: reading.kind === 'ambiguous' ? reading.readings.map(({ e164 }) => e164) : [],
  }
}

/**
 * Returns the extension in ASCII digits, or null when it is not 1 to 11 digits. Also reads `x12`, `ext. 12`, `#12` and
 * `12.0`.
 */
export function parseExtension(text: string): string | null {
  const digits = EXTENSION_WRITTEN.exec(toAsciiDigits(text.trim()))?.[1] ?? ''
  return EXTENSION.test(digits) ? digits : null
}

/**
 * Classifies a possible number. Not assigned: its country has given it to nobody. Costly: the caller pays extra, as for
 * premium rate, shared cost and satellite numbers.
 */
export function classifyNumber(e164: string): { isAssigned: boolean; isCostly: boolean } {
  const [plan, national] = splitCode(e164)
  return { isAssigned: plan?.assigned.test(national) ?? false, isCostly: plan?.costly?.test(national) ?? false }
}

export function isAssignedNumber(e164: string): boolean {
  const [plan, national] = splitCode(e164)
  return plan?.assigned.test(national) ?? false
}

function isMobileNumber(e164: string): boolean {
  const [plan, national] = splitCode(e164)
  return plan?.mobile?.test(national) ?? false
}

/**
 * Returns the country of a number; null for a calling code that belongs to none. Returns the main country when several
 * share the code and none has assigned the number. This costs as much as reading the number.
 */
export function countryOfNumber(e164: string): CountryCode | null {
  const parsed = parseWith(e164, { extract: false }, PLANS_METADATA)
  return parsed?.country ?? parsed?.getPossibleCountries()[0] ?? null
}

function tidy(written: string): string {
  const text = written.replace(TEL_PREFIX, '')
  if (!BEYOND_ASCII.test(text)) return text.includes('_') ? text.replace(UNDERSCORES, ' ') : text
  return toAsciiDigits(text.replace(FULLWIDTH_PLUS, '+')).replace(BULLETS, ' ').replace(UNDERSCORES, ' ')
}

function readInternational(text: string, defaultCountry: CountryCode | null): PhoneReading {
  const number = readNumber(text, null)
  return number === null ? NONE : international(text, number, defaultCountry)
}

function international(
  text: string,
  { e164, extension }: PhoneNumber,
  defaultCountry: CountryCode | null,
): PhoneReading {
  return { kind: 'number', e164, extension, otherReading: readWithoutPlus(text, e164, defaultCountry) }
}

/**
 * Reads `+8 495 123-45-67` as a Russian means it: 8 is a trunk prefix there, while +84 is Vietnam. Null when the
 * country's prefix cannot be mistaken for a calling code, or when the digits are one number either way.
 */
function readWithoutPlus(text: string, e164: string, defaultCountry: CountryCode | null): string | null {
  if (defaultCountry === null) return null
  const { trunkPrefix, callingCode } = habitOf(defaultCountry)
  if (trunkPrefix === null || trunkPrefix === callingCode || text[1] !== trunkPrefix) return null
  const national = readNumber(text.slice(1), defaultCountry)
  return national !== null && national.e164 !== e164 && isAssignedNumber(national.e164) ? national.e164 : null
}

/**
 * Reads `00` before a country code as `+`. Most of the world dials it, and all of it writes it, whatever a country's
 * own prefix is.
 */
function readDoubleZero(text: string, defaultCountry: CountryCode | null): PhoneReading {
  const meant = readNumber(text.replace(DOUBLE_ZERO, '+'), null)
  if (meant !== null && isAssignedNumber(meant.e164)) return { kind: 'number', ...meant, otherReading: null }
  // Some plans have a carrier's digits after the zeros. Such a reading is never taken for granted.
  const dialed = readNumber(text, defaultCountry)
  if (dialed === null) return NONE
  return dialed.e164 === meant?.e164 ? { kind: 'number', ...dialed, otherReading: null } : ambiguous(dialed)
}

function readNational(text: string, defaultCountry: CountryCode | null): PhoneReading {
  const number = readPlainNational(text, defaultCountry) ?? readNumber(text, defaultCountry)
  const isZeroEleven = ZERO_ELEVEN.test(text)
  const other = isZeroEleven ? readAssigned(text.replace(ZERO_ELEVEN, '+')) : readWithPlus(text, number)
  if (number === null) {
    if (!isZeroEleven) return withPlusOnly(text)
    return other ? { kind: 'number', ...other, otherReading: null } : NONE
  }
  if (other === null || other.e164 === number.e164 || defaultCountry === null) {
    return { kind: 'number', ...number, otherReading: null }
  }
  if (!isAssignedNumber(number.e164)) {
    return isZeroEleven ? { kind: 'number', ...other, otherReading: null } : ambiguous(other, number)
  }
  const { trunkPrefix, callingCode, isCompleteWithoutTrunk } = habitOf(defaultCountry)
  const national = number.e164.slice(callingCode.length + 1)
  const digits = text.replace(NO_DIGITS, '')
  const hasTrunk = trunkPrefix !== null && digits.startsWith(trunkPrefix + national.slice(0, 3))
  if (!hasTrunk && !isCompleteWithoutTrunk(national)) return ambiguous(other, number)
  // Lists that have lost their + are of mobile numbers first of all. To name every fixed line of every country would be
  // a warning at one in ten numbers of the United States, and read by nobody.
  return { kind: 'number', ...number, otherReading: isZeroEleven || isMobileNumber(other.e164) ? other.e164 : null }
}

function withPlusOnly(text: string): PhoneReading {
  const number = /^[(\s]*[1-9]/.test(text) ? readAssigned(`+${text}`) : null
  return { kind: 'none', withPlus: number && { ...number, country: countryOfNumber(number.e164) } }
}

function ambiguous(...numbers: PhoneNumber[]): PhoneReading {
  return {
    kind: 'ambiguous',
    readings: numbers.map((number) => ({ ...number, country: countryOfNumber(number.e164) })),
  }
}

/**
 * Returns the number that a text without + would be with one, if that is assigned. A few lookups decide most texts; the
 * library is asked only for the others.
 */
function readWithPlus(text: string, national: PhoneNumber | null): PhoneNumber | null {
  if (national === null) return null
  if (national.extension !== null) return readAssigned(`+${text}`)
  const digits = text.replace(NO_DIGITS, '')
  if (digits.startsWith('0')) return null
  const [plan, rest] = splitCode(`+${digits}`)
  if (plan?.lengths.has(rest.length) && plan.assigned.test(rest)) return { e164: `+${digits}`, extension: null }
  const prefix = plan && planOf(digits.slice(0, digits.length - rest.length)).prefix
  return prefix?.test(rest) ? readAssigned(`+${digits}`) : null
}

function readAssigned(text: string): PhoneNumber | null {
  const number = readNumber(text, null)
  return number !== null && isAssignedNumber(number.e164) ? number : null
}

function readNumber(text: string, defaultCountry: CountryCode | null): PhoneNumber | null {
  if (!ENOUGH_DIGITS.test(text)) return null
  const parsed = read(text, defaultCountry)
  if (!parsed) return null
  const { number, ext } = parsed
  const e164 = isCanonical(text, parsed) ? number : readUntilSame(number)
  if (e164 === null) return null
  if (ext === undefined || ext === '') return { e164, extension: null }
  return isExtension(text, ext) ? { e164, extension: ext } : null
}

/** `;ext=`, `ext.`, `x`, `#` and the like, in the languages that libphonenumber knows. */
const EXTENSION_MARK = /(?:ext|e?xtn?|x|#|~|int|anexo|\u0434\u043e\u0431|\uff58|\uff03)[^0-9]*$/i
const DECIMALS = /^0+$/

/**
 * Tells whether what follows the number is an extension. libphonenumber takes anything after a comma or semicolon for
 * an extension. That includes a second number, which once gave one phone to three people of a household, and the
 * decimals of a spreadsheet (`1711234567,0`).
 */
function isExtension(text: string, extension: string): boolean {
  const before = text.slice(0, text.lastIndexOf(extension))
  if (EXTENSION_MARK.test(before)) return true
  const isDecimal = /\d[,;.]$/.test(before) && DECIMALS.test(extension)
  return extension.length <= UNMARKED_EXTENSION_LENGTH_MAX && !isDecimal
}

/**
 * Reads a plain international number, such as `+49 151 2345678`, without the library and many times faster. Its calling
 * code is known, there is nothing to strip, and its length is possible wherever the code is used, so it is its own
 * E.164. Null for every other text, which may still be a number.
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

/**
 * Reads a plain national number, such as `(415) 555-2671`, without the library and many times faster. Only its trunk
 * prefix has to be stripped, and its length is possible wherever the calling code is used. Null for every other text,
 * which may still be a number.
 */
function readPlainNational(text: string, defaultCountry: CountryCode | null): PhoneNumber | null {
  if (defaultCountry === null || !PLAIN_NATIONAL.test(text)) return null
  const { callingCode, readDigits } = habitOf(defaultCountry)
  const national = readDigits(text.replace(NO_DIGITS, ''))
  if (national === null || !COMMON_LENGTHS.get(callingCode)?.has(national.length)) return null
  if (planOf(callingCode).prefix?.test(national)) return null
  return { e164: `+${callingCode}${national}`, extension: null }
}

/** Splits E.164 into the plan of its calling code and the remaining digits. */
function splitCode(e164: string): [ReturnType<typeof findCodePlan>, string] {
  for (let end = 2; end <= CALLING_CODE_LENGTH_MAX + 1; end += 1) {
    const plan = findCodePlan(e164.slice(1, end))
    if (plan) return [plan, e164.slice(end)]
  }
  return [null, '']
}

function read(text: string, defaultCountry: CountryCode | null) {
  const options = defaultCountry === null ? { extract: false } : { extract: false, defaultCountry }
  const parsed = parseWith(text, options, COUNTRYLESS_METADATA)
  return parsed?.isPossible() ? parsed : null
}

/**
 * Tells whether the number reads back as itself. E.164 is stored and read again, by the server after the browser and by
 * customers' systems. libphonenumber strips a trunk prefix at each reading, so a number with two of them
 * (`+971 0 038237`) would be another number at the second. This check needs no second reading.
 */
function isCanonical(text: string, parsed: { countryCallingCode: string; nationalNumber: string }): boolean {
  const plan = planOf(parsed.countryCallingCode)
  if (plan.prefix?.test(parsed.nationalNumber)) return false
  // Read with the country written, the length was judged by the same plan; read in a default country, by its own.
  return text.startsWith('+') || plan.lengths.has(parsed.nationalNumber.length)
}

function readUntilSame(number: string): string | null {
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
    const metadata = new Metadata(PLANS_METADATA)
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

/** Converts the digits of other scripts that libphonenumber reads: fullwidth, Arabic-Indic, Eastern Arabic-Indic. */
function toAsciiDigits(text: string): string {
  return text.replace(/[\uff10-\uff19\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
}
