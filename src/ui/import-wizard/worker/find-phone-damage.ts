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
/** What `1.55512E+10` becomes when it is read once more as a number. */
const CUT_DIGITS = /^\+?[1-9]\d{4,9}0{5,}$/
const CUT_DIGITS_MIN = 10
/** A number in a cell of numbers, written with the decimals of its column. */
const DECIMALS = /^(\+?\d[\d ]{5,}\d)[.,]0{1,2}$/
/** Marks of direction and the like, which address books copy along with numbers, and nobody sees. */
const INVISIBLE = /\p{Cf}/gu
/** By which a cell is told to be a text; they come along where a file was written or read by other rules. */
const TEXT_MARKS = /^[='"`\u2018-\u201f\s]+|['"`\u2018-\u201f\s]+$/g
const WHATSAPP_LINK = /^(?:https?:\/\/)?(?:wa\.me\/|api\.whatsapp\.com\/send\/?\?phone=)\+?(?=\d)/i
const COUNTRY_IN_BRACKETS = /^\(\+(\d{1,3})\)/
/** With which designers part digits; the rules of numbers know hyphens, dots and slashes. */
const BULLETS = /(?<=[\d)])[ \u00a0]*[·•∙●◦‧・⋅_|]+[ \u00a0]*(?=[\d(])/g
/** Between two numbers in one cell. A comma, a slash and a line end also stand within one: then its parts are none. */
const BETWEEN_NUMBERS =
  /\s*(?:;|:{2,3}|\/|\||,|&|[\r\n]+|\s(?:or|and|oder|und|ou|et|o|y|e|of|en|eller|och|og|lub|i|или|и)\s)\s*/iu
/** Shorter ones are parts of a number, or extensions. */
const NUMBER_DIGITS_MIN = 7
/** `+52 1 55 …` of WhatsApp, 044 and 045 before a mobile number, 01 before any other; all gone since August 2019. */
const MEXICAN_MOBILE = /^(?:\+|00)?521(\d{10})$/
const MEXICAN_TRUNK = /^(?:044|045|01)(\d{10})$/
/** Argentina writes 15 into a mobile number at home, and 9 before it abroad; never both. */
const ARGENTINE_MOBILE = /^(?:\+|00)?549?(\d{2,4})15(\d{6,8})$/
const ARGENTINE_DIGITS = 10

/** What happened to a phone number that is not accepted; null when nothing is known. */
export function findPhoneDamage(value: string, country: CountryCode | null): FoundDamage | null {
  const text = value.trim()
  const found = describeSaid(findDoNotCall(text)) ?? describeEntities(text) ?? findCut(text)
  // To read what is no number at all costs many times what it costs to read one.
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
 * What an accepted number may be all the same: the likelier of two, or what a spreadsheet has left of one. Null for any
 * other.
 */
export function findDoubt(value: string, country: CountryCode | null): FoundDamage | null {
  return findOtherReading(value, country) ?? (isPerhapsCut(value) ? describePerhapsCut(value) : null)
}

/** The number that the same digits are in another country, where the one that is called is by far the likelier. */
export function findOtherReading(value: string, country: CountryCode | null): FoundDamage | null {
  const reading = readPhoneNumber(value, country)
  if (reading.kind !== 'number' || reading.otherReading === null) return null
  const { extension, otherReading: e164 } = reading
  const message = describeOtherReading(reading.e164, e164)
  const repairs = toRepairs([{ e164, extension, country: countryOfNumber(e164) }])
  return { damage: 'PHONE_OTHER_READING', message, repairs }
}

/**
 * Five zeros or more at the end of an accepted number: it may be what is left of one that was once shown as
 * `1.41556E+10`. One such number is as good as any; many, or beside numbers that were cut for sure, are none.
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

/** The number of one part of a cell, when it is one by itself. */
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

/** What digits that are no number can be with what a spreadsheet takes off them: a plus, or a leading zero. */
function waysToRead(digits: string, reading: PhoneReading, country: CountryCode | null): Repair[] {
  if (!DIGITS.test(digits)) return []
  if (reading.kind === 'ambiguous') return toRepairs(reading.readings)
  const abroad = reading.kind === 'none' && reading.withPlus ? toRepairs([reading.withPlus]) : []
  const home = country && parsePhoneNumber(`0${digits}`, country)
  if (!home || !isAssignedNumber(home.e164) || abroad.some(({ value }) => value === home.e164)) return abroad
  return [...abroad, { choice: country, value: `0${digits}` }]
}

/**
 * Each reading by its country. In one country digits can be a number with its code in front, and one without
 * (`491711234567` in Germany): the latter gets the code, and a choice of its own.
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

/** The number without marks that say nothing; the text as it is when there are none. */
function bareNumber(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .replace(TEXT_MARKS, '')
    .replace(/\s+/g, ' ')
    .replace(WHATSAPP_LINK, '+')
    .replace(COUNTRY_IN_BRACKETS, '+$1')
    .replace(BULLETS, ' ')
}
