import type { CountryCode } from 'libphonenumber-js'
import { isAssignedNumber, parsePhoneNumber } from '@/domain/enrollment/phone-number.rules'
import type { Damage } from './damages'

/** `repaired` is what the cell was before, null when that is gone. */
export type FoundDamage = { damage: Damage; message: string; repaired: string | null }

const SCIENTIFIC = /^[+-]?\d(?:[.,]\d+)?E[+-]?\d{1,3}$/i
const DIGITS = /^\d{6,15}$/
/** What `1.55512E+10` becomes when it is read once more as a number. */
const CUT_DIGITS = /^[1-9]\d{4,9}0{5}$/
/** Marks of direction and the like, which address books copy along with numbers, and nobody sees. */
const INVISIBLE = /\p{Cf}/gu
/** By which a cell is told to be a text; they come along where a file was written or read by other rules. */
const TEXT_MARKS = /^[='"`\u2018-\u201f\s]+|['"`\u2018-\u201f\s]+$/g
const WHATSAPP_LINK = /^(?:https?:\/\/)?(?:wa\.me\/|api\.whatsapp\.com\/send\/?\?phone=)\+?(?=\d)/i
/** `p:` of Facebook's lead forms, `Mobile:`, `(mobile)` and the like. */
const LABEL = /^\p{L}[\p{L}. ]{0,19}:\s*|(?<=\d\)?)(?:\s+|\s*\()\p{L}[\p{L}. ]{0,19}\)?$/gu
const COUNTRY_IN_BRACKETS = /^\(\+(\d{1,3})\)/
const INTERNATIONAL_PREFIX = /^00(?=[1-9])/
/** Of Excel, LibreOffice and Google Sheets. */
const FORMULA_ERROR = /^(?:#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|ERROR!|SPILL!|CALC!)|Err:\d{3})$/
const DATE_SERIAL = /^\d{5}(?:[.,]\d+)?$/
/** Spreadsheets count days from here; 1 January 1970 is day 25,569. */
const SERIAL_OF_EPOCH = 25_569
const MINUTE_MS = 60_000
const DAY_MINUTES = 1_440

/** What happened to a phone number that is not a possible one; null when nothing is known. */
export function findPhoneDamage(value: string, country: CountryCode | null): FoundDamage | null {
  const text = value.trim()
  if (SCIENTIFIC.test(text) || CUT_DIGITS.test(text)) {
    const message = `A spreadsheet has cut this number short (${text}): its last digits are gone. Take them from the source, and format the column as text.`
    return { damage: 'PHONE_CUT_SHORT', message, repaired: null }
  }
  const bare = bareNumber(text)
  if (bare !== text && parsePhoneNumber(bare, country)) {
    const message = `There is more in it than a number, perhaps invisible: ${bare} could be called.`
    return { damage: 'PHONE_WRITTEN_ODDLY', message, repaired: bare }
  }
  if (!DIGITS.test(text)) return null
  const international = parsePhoneNumber(`+${text}`, null)
  if (international && isAssignedNumber(international.e164)) {
    const message = `Its + is missing, as a spreadsheet leaves it: ${international.e164} is a number.`
    return { damage: 'PHONE_LOST_PLUS', message, repaired: `+${text}` }
  }
  const national = parsePhoneNumber(`0${text}`, country)
  if (national && isAssignedNumber(national.e164)) {
    const message = `Its leading 0 is missing, as a spreadsheet leaves it: 0${text} is a number.`
    return { damage: 'PHONE_LOST_ZERO', message, repaired: `0${text}` }
  }
  return null
}

/** The number in what was written around it; the text as it is when that leaves none. */
function bareNumber(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .replace(TEXT_MARKS, '')
    .replace(/\s+/g, ' ')
    .replace(WHATSAPP_LINK, '+')
    .replace(LABEL, '')
    .replace(COUNTRY_IN_BRACKETS, '+$1')
    .replace(INTERNATIONAL_PREFIX, '+')
}

/** A time that is the number by which spreadsheets keep it; null for any other text. */
export function findTimeDamage(value: string): FoundDamage | null {
  const text = value.trim()
  if (!DATE_SERIAL.test(text)) return null
  const minutes = Math.round((Number(text.replace(',', '.')) - SERIAL_OF_EPOCH) * DAY_MINUTES)
  const repaired = new Date(minutes * MINUTE_MS).toISOString().slice(0, 16).replace('T', ' ')
  const message = `${text} is a spreadsheet’s own number for ${repaired}.`
  return { damage: 'TIME_AS_NUMBER', message, repaired }
}

/**
 * A name or a value of another column that a spreadsheet has made a number of, and cut, or in the place of which it
 * could only say that a formula failed. It is accepted, and surely not meant.
 */
export function findValueDamage(value: string): FoundDamage | null {
  const text = value.trim()
  if (FORMULA_ERROR.test(text)) {
    const message = `A formula has failed in the spreadsheet (${text}). Take the value from the source.`
    return { damage: 'VALUE_IS_ERROR', message, repaired: null }
  }
  if (!SCIENTIFIC.test(text)) return null
  const message = `A spreadsheet has cut this value short (${text}). Take it from the source, and format the column as text.`
  return { damage: 'VALUE_CUT_SHORT', message, repaired: null }
}
