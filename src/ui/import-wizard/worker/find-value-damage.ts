import type { FoundDamage } from './damages'
import { decodeEntities } from './html-entities'
import { findDoNotCallInName } from './phone-words'

/** Matches a number in scientific notation, with a dot or a comma for decimals. */
export const SCIENTIFIC = /^[+-]?\d(?:[.,]\d+)?E[+-]?\d{1,3}$/i
/** Errors of formulas in Excel, LibreOffice and Google Sheets. */
const FORMULA_ERROR = /^(?:#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|ERROR!|SPILL!|CALC!)|Err:\d{3})$/
/** Texts that databases, pandas, JavaScript and pivot tables write for "nothing". */
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
/** Has 1 at the ASCII code of each character that begins such a text. */
const JUNK_FIRST = new Uint8Array(128)
for (const junk of JUNK) if (junk.charCodeAt(0) < 128) JUNK_FIRST[junk.charCodeAt(0)] = 1
/**
 * Matches a junk word in a name, since the first or the last name alone may be junk. In these letter cases they are no
 * names; Null and Nan are.
 */
const JUNK_IN_NAME = /(?<!\S)(?:NULL|null|undefined|None|nan|NaN|\[object Object\]|\(blank\)|\\N)(?!\S)/g
const BACKSLASHES = /\\(["'\\])/g
const DATE_SERIAL = /^\d{5}(?:[.,]\d+)?$/
/** The serial numbers of 1 January 1970 in spreadsheets that count days from 1900, and from 1904. */
const SERIAL_OF_EPOCH = 25_569
const SERIAL_OF_EPOCH_1904 = 24_107
const MINUTE_MS = 60_000
const DAY_MINUTES = 1_440

/**
 * Finds a time that is a spreadsheet's serial number, or a junk text; null for any other text.
 *
 * @param date1904 whether its workbook counts days from 1904
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
 * Finds the damage of a name, an external id or a variable's value: a number in scientific notation, a failed formula, or what
 * another program has spoilt. Such a value is accepted, but surely not meant.
 */
export function findValueDamage(value: string): FoundDamage | null {
  const text = value.trim()
  // Every value of every row is tested here, and hardly any has these characters.
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

/** Finds the damage of a name: that of `findValueDamage`, words that say not to call, and junk words. */
export function findNameDamage(value: string): FoundDamage | null {
  const found = findValueDamage(value) ?? describeSaid(findDoNotCallInName(value))
  if (found) return found
  // One test of the whole name comes before tests of its words.
  if (!/NULL|null|undefined|None|nan|NaN|\[object|\(blank|\\N/.test(value)) return null
  const name = value.replace(JUNK_IN_NAME, ' ').replace(/\s+/g, ' ').trim()
  return name === value.replace(/\s+/g, ' ').trim() ? null : describeJunk(value.trim(), name)
}

/** Finds a text with which a program says that there is nothing. */
export function findJunk(text: string): FoundDamage | null {
  // Every value is tested here, and a look at its first character takes a tenth of a look into the set.
  if (text.length > JUNK_LENGTH_MAX || JUNK_FIRST[text.charCodeAt(0)] !== 1 || !JUNK.has(text)) return null
  return describeJunk(text, '')
}

function describeJunk(text: string, value: string): FoundDamage {
  const message = `“${text}” is how a program says that there is nothing. Empty it, or write what is meant.`
  return { damage: 'VALUE_IS_JUNK', message, repairs: [{ choice: 'only', value }] }
}

/**
 * Describes the damage of a cell that says that nobody is to be called.
 *
 * @param said the cell's words; null when it does not say so
 */
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
