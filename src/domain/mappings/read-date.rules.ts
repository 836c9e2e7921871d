import { parseScheduledAt } from '@/domain/schedule/scheduled-at.rules'
import { DATE_ORDERS, type DateOrder } from './mapping-words.rules'

/**
 * Three numbers with any sign between them, then a time of 12 or 24 hours, then an offset with or without its colon.
 */
const WRITTEN =
  /^(\d{1,4})\s?[./\-\s]\s?(\d{1,2})\s?[./\-\s]\s?(\d{1,4})(?:\s*,)?(?:T|\s+(?:at\s+|um\s+|à\s+)?)(\d{1,2})(?:[:.h](\d{2}))?(?::(\d{2})(?:[.,]\d+)?)?\s*(?:([ap])\.?\s?m\.?|Uhr|h)?\s*(?:(Z|UTC|GMT)|([+-]\d{2}):?(\d{2})?)?$/i
const DATE_ALONE =
  /^(?:\d{1,4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{1,4}|\d{8}|(?:\p{L}{3,12}\.?\s\d{1,2}(?:st|nd|rd|th)?,?|\d{1,2}(?:\.|st|nd|rd|th)?\s\p{L}{3,12}\.?),?\s\d{4})\.?$/iu
const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/
const SERIAL_DAY = /^[2-9]\d{4}(?:[.,]0+)?$/
const MIDNIGHT =
  /(?:T|\s)(?:0{1,2}[:.]00(?::00(?:[.,]0+)?)?|12:00(?::00)?\s?a\.?m\.?)\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i
const CENTURY = 2_000
const MONTHS = 12

/**
 * Reads a date and time in the given order and writes it as ISO 8601, such as `2027-03-04 09:30`, keeping its offset.
 * Null when the text does not fit the order: day and month are never swapped to make it fit. The year may come first in
 * any order, since nobody writes it before the day.
 */
export function readDate(text: string, order: DateOrder): string | null {
  const match = WRITTEN.exec(text.trim())
  if (!match) return null
  const [
    ,
    first = '',
    second = '',
    third = '',
    hourText = '',
    minuteText,
    secondText,
    half,
    utc,
    offset,
    offsetMinute,
  ] = match
  const yearFirst = order === 'ymd' || first.length === 4
  if (yearFirst ? third.length > 2 : first.length > 2) return null
  const [yearText, month, day] = yearFirst
    ? [first, second, third]
    : order === 'dmy'
      ? [third, second, first]
      : [third, first, second]
  if (yearText.length !== 4 && yearText.length !== 2) return null
  if (Number(month) > MONTHS) return null
  // `9` alone is an hour only where am or pm says so.
  if (minuteText === undefined && half === undefined) return null
  const hour = hourOf(Number(hourText), half?.toLowerCase())
  if (hour === null) return null
  const year = yearText.length === 2 ? CENTURY + Number(yearText) : Number(yearText)
  const time = `${two(hour)}:${minuteText ?? '00'}${secondText === undefined ? '' : `:${secondText}`}`
  const zone = utc === undefined ? (offset === undefined ? '' : `${offset}:${offsetMinute ?? '00'}`) : 'Z'
  return `${year}-${two(Number(month))}-${two(Number(day))} ${time}${zone}`
}

/** Reads a date without a time as `readDate` reads one with a time, and writes it such as `2027-03-04`. */
export function readDay(text: string, order: DateOrder): string | null {
  if (!DATE_ALONE.test(text.trim())) return null
  return readDate(`${text.trim()} 00:00`, order)?.split(' ', 1)[0] ?? null
}

/** Tells whether a text is a date without a time, in any order or as a spreadsheet's day number. */
export function isDateAlone(text: string): boolean {
  const trimmed = text.trim()
  return DATE_ALONE.test(trimmed) || SERIAL_DAY.test(trimmed)
}

/** Tells whether a time is midnight to the minute, which programs write after a date without a time. */
export function isMidnight(text: string): boolean {
  return MIDNIGHT.test(text.trim())
}

/** Tells whether a text is a date and time that becomes ISO 8601 only when an order is chosen. */
export function isUnordered(text: string): boolean {
  return parseScheduledAt(text) === null && DATE_ORDERS.some((order) => readDate(text, order) !== null)
}

/** Tells whether a text is a date without a time that becomes ISO 8601 only when an order is chosen. */
export function isUnorderedDay(text: string): boolean {
  return !ISO_DAY.test(text.trim()) && DATE_ORDERS.some((order) => readDay(text, order) !== null)
}

function hourOf(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour
  if (hour < 1 || hour > 12) return null
  return (hour % 12) + (half === 'p' ? 12 : 0)
}

function two(amount: number): string {
  return String(amount).padStart(2, '0')
}
