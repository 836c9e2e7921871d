import { daysSince1970 } from './civil-date.rules'
import { toMoment } from './zone-clock.rules'

/**
 * The part of ISO 8601 that the contract accepts: date and time joined by `T` or one blank, optional seconds with an
 * optional fraction, and offset `Z`, `±hh:mm` or none. A date alone does not match.
 */
const PATTERN =
  /^([0-9]{4})-([0-9]{2})-([0-9]{2})[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?(?:(Z)|([+-])([0-9]{2}):([0-9]{2}))?$/

/**
 * A date and time as it was written. `localMs` counts as if it were UTC; `offsetMs` is null when no offset was written.
 */
export type WrittenTime = { localMs: number; offsetMs: number | null }

/** Reads the text of a `scheduledAt`. Null when it is not ISO 8601 as the contract defines it. */
export function parseScheduledAt(text: string): WrittenTime | null {
  const match = PATTERN.exec(text.trim())
  if (!match) return null
  const [, year, month, day, hour, minute, second = '0', fraction = '', utc, sign, offsetHour, offsetMinute] = match
  const localMs = toLocalMs(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second))
  if (localMs === null) return null
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3))
  const offsetMs = readOffset(utc, sign, Number(offsetHour), Number(offsetMinute))
  if (offsetMs === undefined) return null
  return { localMs: localMs + milliseconds, offsetMs }
}

/**
 * Returns the moment that was written. Without an offset it is read in `zone`, and DST is resolved as Temporal's
 * `compatible` does.
 */
export function momentOf(written: WrittenTime, zone: string): number {
  return written.offsetMs === null ? toMoment(zone, written.localMs) : written.localMs - written.offsetMs
}

function toLocalMs(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number | null {
  // As in Temporal, a leap second (:60) is read as the second before it.
  if (day < 1 || hour > 23 || minute > 59 || second > 60) return null
  if (day > daysInMonth(year, month)) return null
  return (((daysSince1970(year, month, day) * 24 + hour) * 60 + minute) * 60 + Math.min(second, 59)) * 1_000
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Returns 0 for a month that does not exist. */
function daysInMonth(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 && isLeap ? 29 : (MONTH_DAYS[month - 1] ?? 0)
}

/** Reads an offset. Undefined for an impossible one. */
function readOffset(utc: string | undefined, sign: string | undefined, hour: number, minute: number) {
  if (utc !== undefined) return 0
  if (sign === undefined) return null
  if (hour > 23 || minute > 59) return undefined
  const offsetMs = (hour * 60 + minute) * 60_000
  return sign === '-' ? -offsetMs : offsetMs
}
