import type { CountryCode } from 'libphonenumber-js'
import { type JudgedContact, judgeContact } from '@/domain/contacts/judge-contact.rules'
import type { PreparedValidation } from '@/domain/contacts/prepare-validation.rules'
import { quote } from '@/domain/contacts/read-contact.rules'
import { countryInText } from '@/domain/phones/find-country.rules'
import { parsePhoneNumber } from '@/domain/phones/phone-number.rules'
import { readCountry } from './read-country.rules'

type Contact = Record<string, string>

/**
 * What a row says of the country of its number. `unread` is a cell that is not blank and no country: its row is refused,
 * since whatever country its number were read in would be a guess.
 */
export type RowCountry = { kind: 'default' } | { kind: 'country'; country: CountryCode } | { kind: 'unread' }

const DEFAULT: RowCountry = { kind: 'default' }
const UNREAD: RowCountry = { kind: 'unread' }
const WITH_COUNTRY_CODE = /^(?:tel:\s*)?[+\uff0b]/i
/** A column of countries has few different cells; one that is none would fill the memory. */
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

/** Whether a row's number waits for a country that nobody can read. One with its + says its country itself. */
export function isCountryMissing(phoneNumber: string, cell: string | null): boolean {
  return (
    cell !== null && phoneNumber.trim() !== '' && !hasCountryCode(phoneNumber) && rowCountryOf(cell).kind === 'unread'
  )
}

/** The country that a row's number is read in; null where there is none. */
export function countryOfRow(cell: string | null, defaultCountry: CountryCode | null): CountryCode | null {
  if (cell === null) return defaultCountry
  const read = rowCountryOf(cell)
  return read.kind === 'country' ? read.country : read.kind === 'unread' ? null : defaultCountry
}

const preparedByCountry = new WeakMap<PreparedValidation, Map<CountryCode, PreparedValidation>>()

/**
 * Judges a contact by the rules that its own country makes of those of the request.
 *
 * @param cell what its row says of the country of its number; null where no column says it
 */
export function judgeInCountry(
  contact: Contact,
  request: PreparedValidation,
  cell: string | null,
): { judged: JudgedContact; prepared: PreparedValidation } {
  if (cell === null) return { judged: judgeContact(contact, request), prepared: request }
  const prepared = rulesOfRow(cell, request)
  const isMissing = isCountryMissing(contact.phoneNumber ?? '', cell)
  return { judged: judgeContact(isMissing ? inCountryOfRow(contact, cell) : contact, prepared), prepared }
}

/** The rules for a row of its own country: the same ones, with another default country. */
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
 * A contact as it is sent, whose number nothing can read in another country any more: in E.164 where it is a number of
 * its row's country, else marked so that it is none anywhere. The mark names the country to whoever reads the rejection.
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

/** Why a number is turned away whose country cannot be read, for the cell of the country. */
export function describeMissingCountry(cell: string): string {
  const found = cell.trim().slice(0, MARK_LENGTH_MAX)
  return `“${found}” is no country to read the number in. Write its name or code, such as Germany, DE or +49, or write the number with +.`
}

/** Why a number is turned away that its row's own country does not have; null where the default country was read. */
export function describeForeignNumber(phoneNumber: string, cell: string | null): { message: string } | null {
  const read = cell === null ? DEFAULT : rowCountryOf(cell)
  if (read.kind !== 'country' || hasCountryCode(phoneNumber)) return null
  const message = `${quote(phoneNumber)} is not a possible phone number in ${countryInText(read.country)}, the country of its row. Check its digits, or write it with + and the country code.`
  return { message }
}

const MARK_LENGTH_MAX = 40

/** A bracket with a word in it is part of no number, whatever stands before it. */
function mark(phoneNumber: string, why: string): string {
  return `${phoneNumber.trim()} (${why.slice(0, MARK_LENGTH_MAX)})`
}
