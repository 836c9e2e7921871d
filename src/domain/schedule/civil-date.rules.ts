/**
 * Returns the days from 1970-01-01 to a date of the Gregorian calendar (days_from_civil by Howard Hinnant). It computes
 * without `Date`, whose constructor Next wraps on the server: a thousand of them took a third of a request's
 * validation.
 *
 * @param month 1 to 12
 */
export function daysSince1970(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/** Returns the year of a day, counted from 1970-01-01. */
export function yearOfDay(day: number): number {
  const guess = 1970 + Math.floor(day / 365.2425)
  // The guess is off by one at the turn of some years.
  if (day < daysSince1970(guess, 1, 1)) return guess - 1
  return day < daysSince1970(guess + 1, 1, 1) ? guess : guess + 1
}

/** Returns the weekday of a day, counted from 1970-01-01: 0 is Monday, as in `WEEKDAYS`. */
export function weekdayOfDay(day: number): number {
  return (((day + 3) % 7) + 7) % 7
}
