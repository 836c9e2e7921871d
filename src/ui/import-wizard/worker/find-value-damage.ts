import type { FoundDamage } from './damages'
import { decodeEntities } from './html-entities'
import { findDoNotCallInName } from './phone-words'

/** Also with the comma of half the world. */
export const SCIENTIFIC = /^[+-]?\d(?:[.,]\d+)?E[+-]?\d{1,3}$/i
/** Of Excel, LibreOffice and Google Sheets. */
const FORMULA_ERROR = /^(?:#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|ERROR!|SPILL!|CALC!)|Err:\d{3})$/
/** What databases, pandas, JavaScript and pivot tables write where there is nothing. */
const JUNK = new Set([
  'NULL',
  'null',
  '<null>',
  '(null)',
  'undefined',
  'None',
  'nan',
  'NaN',
  '[object Object]',
  '(blank)',
  '\\N',
  '<NA>',
  'NaT',
  '-',
  '--',
])
const JUNK_LENGTH_MAX = 15
/** By ASCII code 1 for a character that junk begins with. */
const JUNK_FIRST = new Uint8Array(128)
for (const junk of JUNK) if (junk.charCodeAt(0) < 128) JUNK_FIRST[junk.charCodeAt(0)] = 1
/** Of a first and a last name each may be junk. No person is called so in these letters; Null and Nan are names. */
const JUNK_IN_NAME = /(?<!\S)(?:NULL|null|undefined|None|nan|NaN|\[object Object\]|\(blank\)|\\N)(?!\S)/g
const BACKSLASHES = /\\(["'\\])/g
const DATE_SERIAL = /^\d{5}(?:[.,]\d+)?$/
/** What spreadsheets call 1 January 1970 when they count days from 1900, and from 1904. */
const SERIAL_OF_EPOCH = 25_569
const SERIAL_OF_EPOCH_1904 = 24_107
const MINUTE_MS = 60_000
const DAY_MINUTES = 1_440

/**
 * A time that is the number by which spreadsheets keep it; null for any other text.
 *
 * @param date1904 its workbook counts days from 1904
 */
export function findTimeDamage(value: string, date1904: boolean): FoundDamage | null {
  const text = value.trim()
  if (!DATE_SERIAL.test(text)) return findJunk(text)
  const epoch = date1904 ? SERIAL_OF_EPOCH_1904 : SERIAL_OF_EPOCH
  const minutes = Math.round((Number(text.replace(',', '.')) - epoch) * DAY_MINUTES)
  const repaired = new Date(minutes * MINUTE_MS).toISOString().slice(0, 16).replace('T', ' ')
  if (minutes % DAY_MINUTES === 0) {
    const message = `${text} is a spreadsheet’s own number for the day ${repaired.slice(0, 10)}, and says no time. Add the time of the call.`
    return { damage: 'DATE_AS_NUMBER', message, repairs: [] }
  }
  const message = `${text} is a spreadsheet’s own number for ${repaired}.`
  return { damage: 'TIME_AS_NUMBER', message, repairs: [{ choice: 'only', value: repaired }] }
}

/**
 * A name or a value of another column that a spreadsheet has made a number of, and cut, in the place of which it could
 * only say that a formula failed, or which another program has spoilt. It is accepted, and surely not meant.
 */
export function findValueDamage(value: string): FoundDamage | null {
  const text = value.trim()
  // Every value of every row comes by here, and hardly one has what follows.
  if (text.includes('&')) {
    const found = describeEntities(text)
    if (found) return found
  }
  if (text.includes('\\')) {
    const found = findJunk(text) ?? findBackslashes(text)
    if (found) return found
  }
  const first = text.charCodeAt(0)
  const isDigitOrSign = first < 0x3a && (first > 0x2f || first === 0x2b || first === 0x2d)
  if (isDigitOrSign && SCIENTIFIC.test(text)) {
    const message = `A spreadsheet has cut this value short (${text}). Take it from the source, and format the column as text.`
    return { damage: 'VALUE_CUT_SHORT', message, repairs: [] }
  }
  if ((first === 0x23 || first === 0x45) && FORMULA_ERROR.test(text)) {
    const message = `A formula has failed in the spreadsheet (${text}). Take the value from the source.`
    return { damage: 'VALUE_IS_ERROR', message, repairs: [] }
  }
  return findJunk(text)
}

/** As `findValueDamage`, and with what only stands in names. */
export function findNameDamage(value: string): FoundDamage | null {
  const found = findValueDamage(value) ?? describeSaid(findDoNotCallInName(value))
  if (found) return found
  // One look at the whole name before each of its words.
  if (!/NULL|null|undefined|None|nan|NaN|\[object|\(blank|\\N/.test(value)) return null
  const name = value.replace(JUNK_IN_NAME, ' ').replace(/\s+/g, ' ').trim()
  return name === value.replace(/\s+/g, ' ').trim() ? null : describeJunk(value.trim(), name)
}

/** A text in the place of which a program has said that there is none. */
export function findJunk(text: string): FoundDamage | null {
  // Every value comes by here; a look at its first character is a tenth of a look into the set.
  if (text.length > JUNK_LENGTH_MAX || JUNK_FIRST[text.charCodeAt(0)] !== 1 || !JUNK.has(text)) return null
  return describeJunk(text, '')
}

function describeJunk(text: string, value: string): FoundDamage {
  const message = `“${text}” is how a program says that there is nothing. Empty it, or write what is meant.`
  return { damage: 'VALUE_IS_JUNK', message, repairs: [{ choice: 'only', value }] }
}

/** @param said the words of a cell that say that nobody is to be called */
export function describeSaid(said: string | null): FoundDamage | null {
  if (said === null) return null
  const message = `It says “${said}”. Leave this row out: whoever asked not to be called is not called.`
  return { damage: 'SAYS_DO_NOT_CALL', message, repairs: [] }
}

export function describeEntities(text: string): FoundDamage | null {
  const decoded = decodeEntities(text)
  if (decoded === text) return null
  const value = decoded.trim()
  const message = `A web form has written characters as HTML: “${text}” is “${value}”.`
  return { damage: 'HTML_ENTITIES', message, repairs: [{ choice: 'only', value }] }
}

function findBackslashes(text: string): FoundDamage | null {
  const value = text.replace(BACKSLASHES, '$1')
  if (value === text) return null
  const message = `A database has put backslashes before quotation marks: “${text}” is “${value}”.`
  return { damage: 'BACKSLASHES', message, repairs: [{ choice: 'only', value }] }
}
