import type { CountryCode } from 'libphonenumber-js'
import { type JudgedContact, judgeContact } from '@/domain/contacts/judge-contact.rules'
import type { PreparedValidation } from '@/domain/contacts/prepare-validation.rules'
import { quote } from '@/domain/contacts/read-contact.rules'
import { countryInText } from '@/domain/phones/find-country.rules'
import { parsePhoneNumber } from '@/domain/phones/phone-number.rules'
import { readCountry } from './read-country.rules'
import { type RowConsent, withConsent } from './row-consent.rules'

type Contact = Record<string, string>

/**
 * What a row says about the country of its number. `unread` means a cell that is not blank and names no country. Its
 * row is refused, since reading the number in any country would be a guess.
 */
export type RowCountry = { kind: 'default' } | { kind: 'country'; country: CountryCode } | { kind: 'unread' }

const DEFAULT: RowCountry = { kind: 'default' }
const UNREAD: RowCountry = { kind: 'unread' }
const WITH_COUNTRY_CODE = /^(?:tel:\s*)?[+\uff0b]/i
/** How many different cells are remembered. A column of countries has few; another column would fill the memory. */
const KNOWN_MAX = 5_000

const known = new Map<string, RowCountry>()

export function rowCountryOf(cell: string): RowCountry {
  let found = known.get(cell)
  if (!found) {
    const country = readCountry(cell)
    found = country !== null ? { kind: 'country', country } : cell.trim() === '' ? DEFAULT : UNREAD
    if (known.size >= KNOWN_MAX) known.clear()
    known.set(cell, found)
  }
  return found
}

/**
 * Tells whether a row's number needs a country and the cell names none that can be read. A number with a + names its
 * country itself.
 */
export function isCountryMissing(phoneNumber: string, cell: string | null): boolean {
  return (
    cell !== null && phoneNumber.trim() !== '' && !hasCountryCode(phoneNumber) && rowCountryOf(cell).kind === 'unread'
  )
}

/** Returns the country that a row's number is read in; null when the cell cannot be read or there is no default. */
export function countryOfRow(cell: string | null, defaultCountry: CountryCode | null): CountryCode | null {
  if (cell === null) return defaultCountry
  const read = rowCountryOf(cell)
  return read.kind === 'country' ? read.country : read.kind === 'unread' ? null : defaultCountry
}

const preparedByCountry = new WeakMap<PreparedValidation, Map<CountryCode, PreparedValidation>>()

/**
 * Judges a contact by the request's rules, with the row's own country as the default.
 *
 * @param cell what the row says about the country of its number; null when no column says it
 * @param consent of the row; null without one
 */
export function judgeInCountry(
  contact: Contact,
  request: PreparedValidation,
  cell: string | null,
  consent: RowConsent | null,
): { judged: JudgedContact; prepared: PreparedValidation } {
  if (cell === null) return { judged: judgeContact(withConsent(contact, consent), request), prepared: request }
  const prepared = rulesOfRow(cell, request)
  const isMissing = isCountryMissing(contact.phoneNumber ?? '', cell)
  const sent = isMissing ? inCountryOfRow(contact, cell) : contact
  return { judged: judgeContact(withConsent(sent, consent), prepared), prepared }
}

/** Returns the request's rules with the row's country as the default country. */
function rulesOfRow(cell: string, prepared: PreparedValidation): PreparedValidation {
  const read = rowCountryOf(cell)
  if (read.kind !== 'country' || read.country === prepared.defaultCountry) return prepared
  let byCountry = preparedByCountry.get(prepared)
  if (!byCountry) {
    byCountry = new Map()
    preparedByCountry.set(prepared, byCountry)
  }
  let rules = byCountry.get(read.country)
  if (!rules) {
    rules = { ...prepared, defaultCountry: read.country }
    byCountry.set(read.country, rules)
  }
  return rules
}

/**
 * Returns the contact as it is sent, so that its number cannot be read in another country. A number of the row's
 * country is written in E.164; any other is marked so that it is a number nowhere. The mark names the country to
 * whoever reads the rejection.
 */
export function inCountryOfRow(contact: Contact, cell: string): Contact {
  const { phoneNumber } = contact
  const read = rowCountryOf(cell)
  if (phoneNumber === undefined || read.kind === 'default' || hasCountryCode(phoneNumber)) return contact
  if (read.kind === 'unread') return { ...contact, phoneNumber: mark(phoneNumber, `no country: ${cell.trim()}`) }
  const number = parsePhoneNumber(phoneNumber, read.country)
  if (number === null) return { ...contact, phoneNumber: mark(phoneNumber, `in ${countryInText(read.country)}`) }
  const extension = number.extension === null ? '' : `;ext=${number.extension}`
  return { ...contact, phoneNumber: number.e164 + extension }
}

function hasCountryCode(phoneNumber: string): boolean {
  return WITH_COUNTRY_CODE.test(phoneNumber.trim())
}

/** Returns the message for the country cell of a number that is rejected because its country cannot be read. */
export function describeMissingCountry(cell: string): string {
  const found = cell.trim().slice(0, MARK_LENGTH_MAX)
  return `“${found}” is no country to read the number in. Write its name or code, such as Germany, DE or +49, or write the number with +.`
}

/**
 * Returns the message for a number that does not exist in its row's country. Returns null when the row names no country
 * or the number names its own.
 */
export function describeForeignNumber(phoneNumber: string, cell: string | null): { message: string } | null {
  const read = cell === null ? DEFAULT : rowCountryOf(cell)
  if (read.kind !== 'country' || hasCountryCode(phoneNumber)) return null
  const message = `${quote(phoneNumber)} is not a possible phone number in ${countryInText(read.country)}, the country of its row. Check its digits, or write it with + and the country code.`
  return { message }
}

const MARK_LENGTH_MAX = 40

/** Marks a number with a bracket that contains a word, which makes it no number, whatever stands before it. */
function mark(phoneNumber: string, why: string): string {
  return `${phoneNumber.trim()} (${why.slice(0, MARK_LENGTH_MAX)})`
}
