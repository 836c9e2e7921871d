import type { CountryCode } from 'libphonenumber-js'
import { describeAmbiguity, describeOtherReading, describeReading } from '@/domain/contacts/phone-warning.rules'
import { quote } from '@/domain/contacts/read-contact.rules'
import {
  countryOfNumber,
  isAssignedNumber,
  type PhoneNumber,
  type PhoneReading,
  type PossibleReading,
  parsePhoneNumber,
  readPhoneNumber,
} from '@/domain/phones/phone-number.rules'
import { type FoundDamage, type Repair, WITHOUT_CODE } from './damages'
import { describeEntities, describeSaid, SCIENTIFIC } from './find-value-damage'
import { findDoNotCall, readWords, type WrittenNumber } from './phone-words'

const SOME_DIGITS = /(?:\d\D*){6}/
const DIGITS = /^\d{6,15}$/
/** Matches `15551200000`, which a spreadsheet makes of `1.55512E+10` when it reads that as a number again. */
const CUT_DIGITS = /^\+?[1-9]\d{4,9}0{5,}$/
const CUT_DIGITS_MIN = 10
/** Matches a number with the decimals that a column of numbers adds. */
const DECIMALS = /^(\+?\d[\d ]{5,}\d)[.,]0{1,2}$/
/** Invisible marks, such as marks of direction, which address books copy along with numbers. */
const INVISIBLE = /\p{Cf}/gu
/**
 * Marks by which programs tell that a cell is text. They stay in the cell when other programs write or read the file.
 */
const TEXT_MARKS = /^[='"`\u2018-\u201f\s]+|['"`\u2018-\u201f\s]+$/g
const WHATSAPP_LINK = /^(?:https?:\/\/)?(?:wa\.me\/|api\.whatsapp\.com\/send\/?\?phone=)\+?(?=\d)/i
const COUNTRY_IN_BRACKETS = /^\(\+(\d{1,3})\)/
/** Characters with which designers separate digits. The phone rules accept only hyphens, dots and slashes. */
const BULLETS = /(?<=[\d)])[ \u00a0]*[·•∙●◦‧・⋅_|]+[ \u00a0]*(?=[\d(])/g
/**
 * Separates two numbers in one cell. A comma, a slash or a line end can also stand within one number; its parts are
 * then no numbers.
 */
const BETWEEN_NUMBERS =
  /\s*(?:;|:{2,3}|\/|\||,|&|[\r\n]+|\s(?:or|and|oder|und|ou|et|o|y|e|of|en|eller|och|og|lub|i|или|и)\s)\s*/iu
/** A text with fewer digits is a part of a number or an extension. */
const NUMBER_DIGITS_MIN = 7
/**
 * Old prefixes of Mexico, all dropped in August 2019: `+52 1 55 …` as WhatsApp writes it, 044 and 045 before a mobile
 * number, 01 before any other.
 */
const MEXICAN_MOBILE = /^(?:\+|00)?521(\d{10})$/
const MEXICAN_TRUNK = /^(?:044|045|01)(\d{10})$/
/** Argentina writes 15 within a mobile number at home, and 9 before it abroad, but never both. */
const ARGENTINE_MOBILE = /^(?:\+|00)?549?(\d{2,4})15(\d{6,8})$/
const ARGENTINE_DIGITS = 10

/**
 * Finds the damage of a phone number that was not accepted; null when none is known.
 *
 * @param country in which numbers without + are read
 */
export function findPhoneDamage(value: string, country: CountryCode | null): FoundDamage | null {
  const text = value.trim()
  const found = describeSaid(findDoNotCall(text)) ?? describeEntities(text) ?? findCut(text)
  // Reading a text that is no number costs many times what reading a number costs.
  if (found || !SOME_DIGITS.test(text)) return found
  const written = readWords(bareNumber(text))
  return (
    findTwoNumbers(text, country) ??
    findWords(written) ??
    findDecimals(text, written.number, country) ??
    findOther(text, written.number.trim(), country)
  )
}

/**
 * Finds why an accepted number may be wrong: it has another, less likely reading, or a spreadsheet has perhaps cut it.
 * Null for any other.
 */
export function findDoubt(value: string, country: CountryCode | null): FoundDamage | null {
  return findOtherReading(value, country) ?? (isPerhapsCut(value) ? describePerhapsCut(value) : null)
}

/** Finds the number that the same digits are in another country, when the called reading is far likelier. */
export function findOtherReading(value: string, country: CountryCode | null): FoundDamage | null {
  const reading = readPhoneNumber(value, country)
  if (reading.kind !== 'number' || reading.otherReading === null) return null
  const { extension, otherReading: e164 } = reading
  const message = describeOtherReading(reading.e164, e164)
  const repairs = toRepairs([{ e164, extension, country: countryOfNumber(e164) }])
  return { damage: 'PHONE_OTHER_READING', message, repairs }
}

/**
 * Says whether an accepted number ends in at least five zeros, and so may be what is left of `1.41556E+10`. A single
 * such number is probably right. Many of them, or some beside numbers that were certainly cut, are probably not.
 */
export function isPerhapsCut(value: string): boolean {
  if (!value.includes('00000')) return false
  const digits = value.trim().replace(/[ ().-]/g, '')
  return digits.length >= CUT_DIGITS_MIN && CUT_DIGITS.test(digits)
}

function describePerhapsCut(value: string): FoundDamage {
  const message = `A spreadsheet has perhaps cut this number short: it ends in many zeros (${value.trim()}). Compare it with the source.`
  return { damage: 'PHONE_PERHAPS_CUT', message, repairs: [] }
}

function findCut(text: string): FoundDamage | null {
  if (!SCIENTIFIC.test(text) && !(CUT_DIGITS.test(text) && text.length >= CUT_DIGITS_MIN)) return null
  const message = `A spreadsheet has cut this number short (${text}): its last digits are gone. Take them from the source, and format the column as text.`
  return { damage: 'PHONE_CUT_SHORT', message, repairs: [] }
}

function findTwoNumbers(text: string, country: CountryCode | null): FoundDamage | null {
  const parts = text.split(BETWEEN_NUMBERS).filter((part) => part !== '')
  if (parts.length < 2) return null
  const [first, second] = parts.map((part) => callableIn(part, country))
  if (!first || !second) return null
  const message = `There are two numbers in it, ${first} and ${second}. Keep the one that is to be called.`
  const repairs = [
    { choice: 'first', value: first },
    { choice: 'second', value: second },
  ]
  return { damage: 'PHONE_TWO_NUMBERS', message, repairs }
}

/** Returns the number of one part of a cell, if that part is a number by itself. */
function callableIn(part: string, country: CountryCode | null): string | null {
  const { number, words } = readWords(bareNumber(part))
  const digits = number.replace(/\D/g, '').length
  return words === null && digits >= NUMBER_DIGITS_MIN && parsePhoneNumber(number, country) ? number : null
}

function findWords({ number, words }: WrittenNumber): FoundDamage | null {
  if (words === null || number.replace(/\D/g, '').length < NUMBER_DIGITS_MIN) return null
  const message = `It says “${words}” beside the number. Decide what that means; to call it, keep only the number.`
  return { damage: 'PHONE_WITH_WORDS', message, repairs: [] }
}

function findDecimals(text: string, bare: string, country: CountryCode | null): FoundDamage | null {
  const [, whole] = DECIMALS.exec(bare) ?? []
  if (whole === undefined) return null
  const message = `A spreadsheet has added decimals (${text}): the number is ${whole}.`
  const reading = readPhoneNumber(whole, country)
  const repairs = reading.kind === 'number' ? [{ choice: 'only', value: whole }] : waysToRead(whole, reading, country)
  return repairs.length === 0 ? null : { damage: 'PHONE_DECIMALS', message, repairs }
}

function findOther(text: string, bare: string, country: CountryCode | null): FoundDamage | null {
  const prefixed = findOldPrefix(bare, country)
  if (prefixed) return prefixed
  const reading = readPhoneNumber(bare, country)
  if (reading.kind === 'ambiguous') {
    const message = describeAmbiguity(quote(bare), reading.readings)
    return { damage: 'PHONE_READ_TWO_WAYS', message, repairs: toRepairs(reading.readings) }
  }
  if (reading.kind === 'number') {
    if (bare === text) return null
    const message = `There is more in it than a number, perhaps invisible: ${bare} could be called.`
    const linked = bare.startsWith('+') && !text.includes('+')
    const repairs = linked ? toRepairs([readingOf(reading)]) : [{ choice: 'only', value: bare }]
    return { damage: 'PHONE_WRITTEN_ODDLY', message, repairs }
  }
  const [first, second] = waysToRead(bare, reading, country)
  if (!first) return null
  const name = describeReading({ e164: first.value, country: first.choice as CountryCode })
  if (second) {
    const other = describeReading({ e164: second.value, country: second.choice as CountryCode })
    const message = `It may be ${name} or ${other}. Write the one that is meant.`
    return { damage: 'PHONE_READ_TWO_WAYS', message, repairs: [first, second] }
  }
  if (first.value.startsWith('+')) {
    const message = `The + may be missing, as spreadsheets drop it, or a digit is wrong: with + it is ${name}.`
    return { damage: 'PHONE_LOST_PLUS', message, repairs: [first] }
  }
  const message = `The leading 0 is missing, as spreadsheets drop it: it is ${name}.`
  return { damage: 'PHONE_LOST_ZERO', message, repairs: [first] }
}

/** Finds the numbers that digits can be when a spreadsheet has taken a plus or a leading zero off them. */
function waysToRead(digits: string, reading: PhoneReading, country: CountryCode | null): Repair[] {
  if (!DIGITS.test(digits)) return []
  if (reading.kind === 'ambiguous') return toRepairs(reading.readings)
  const abroad = reading.kind === 'none' && reading.withPlus ? toRepairs([reading.withPlus]) : []
  const home = country && parsePhoneNumber(`0${digits}`, country)
  if (!home || !isAssignedNumber(home.e164) || abroad.some(({ value }) => value === home.e164)) return abroad
  return [...abroad, { choice: country, value: `0${digits}` }]
}

/**
 * Turns each reading into a repair, by its country. In one country digits can be a number with its calling code, and
 * another one without it (`491711234567` in Germany). The latter gets the code, and a choice of its own.
 */
function toRepairs(readings: readonly PossibleReading[]): Repair[] {
  const repairs = readings.flatMap(({ e164, extension, country }, at) => {
    if (country === null) return []
    // The reading with a + in front comes first.
    const isWithCode = at === 0 || readings.every((other) => other.e164 === e164 || other.country !== country)
    const value = extension === null ? e164 : `${e164};ext=${extension}`
    return [{ choice: isWithCode ? country : `${country}${WITHOUT_CODE}`, value }]
  })
  return new Set(repairs.map(({ choice }) => choice)).size === readings.length ? repairs : []
}

function readingOf({ e164, extension }: PhoneNumber): PossibleReading {
  return { e164, extension, country: isAssignedNumber(e164) ? countryOfNumber(e164) : null }
}

function findOldPrefix(bare: string, country: CountryCode | null): FoundDamage | null {
  const text = bare.replace(/[\s().-]/g, '')
  const mexican = (MEXICAN_MOBILE.exec(text) ?? (country === 'MX' ? MEXICAN_TRUNK.exec(text) : null))?.[1]
  if (mexican !== undefined && isAssignedNumber(`+52${mexican}`)) {
    const message = `Mexico has dropped the 1 after +52, and 044, 045 and 01, in 2019: the number is +52${mexican} now.`
    return { damage: 'PHONE_OLD_PREFIX', message, repairs: [{ choice: 'MX', value: `+52${mexican}` }] }
  }
  const [, area = '', rest = ''] = ARGENTINE_MOBILE.exec(text) ?? []
  const argentine = `+549${area}${rest}`
  if (area.length + rest.length === ARGENTINE_DIGITS && isAssignedNumber(argentine)) {
    const message = `The 15 is only for calls within Argentina: from elsewhere the number is ${argentine}.`
    return { damage: 'PHONE_OLD_PREFIX', message, repairs: [{ choice: 'AR', value: argentine }] }
  }
  return null
}

/** Returns the number without meaningless marks. A text without such marks is returned unchanged. */
function bareNumber(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .replace(TEXT_MARKS, '')
    .replace(/\s+/g, ' ')
    .replace(WHATSAPP_LINK, '+')
    .replace(COUNTRY_IN_BRACKETS, '+$1')
    .replace(BULLETS, ' ')
}
