// Postgres has no year 0: a date in it is refused here, and not by a failing query.
const YEAR = '(?!0000)\\d{4}'
const MONTH_PATTERN = new RegExp(`^(${YEAR})-(0[1-9]|1[0-2])$`)
const DAY_PATTERN = new RegExp(`^(${YEAR})-(\\d{2})-(\\d{2})$`)

/** Parses a calendar month such as `2026-11` into its half-open range in UTC. Null when the text is not a month. */
export function parseMonth(text: string): { start: Date; end: Date } | null {
  const match = MONTH_PATTERN.exec(text)
  if (!match) return null
  const [year, month] = [Number(match[1]), Number(match[2])]
  return { start: utcDate(year, month - 1, 1), end: utcDate(year, month, 1) }
}

/**
 * Parses a date such as `2026-11-23` into midnight of that day in UTC. Null when the text is not a date of the
 * calendar.
 */
export function parseDay(text: string): Date | null {
  const match = DAY_PATTERN.exec(text)
  if (!match) return null
  const [year, month, day] = [Number(match[1]), Number(match[2]) - 1, Number(match[3])]
  const date = utcDate(year, month, day)
  // A day too many, of two digits, is one of another month.
  return date.getUTCMonth() === month ? date : null
}

/** Works like `Date.UTC`, but takes the years 0 to 99 as they are; `Date.UTC` reads them as 1900 to 1999. */
function utcDate(year: number, monthIndex: number, day: number): Date {
  const date = new Date(0)
  date.setUTCFullYear(year, monthIndex, day)
  return date
}
