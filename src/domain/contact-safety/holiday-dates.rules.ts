import { daysSince1970, weekdayOfDay, yearOfDay } from '@/domain/schedule/civil-date.rules'
import { WEEKDAYS, type Weekday } from '@/domain/schedule/weekdays.rules'

/**
 * On which further day a holiday is kept when its date falls on a weekend. Its own date always counts too, since sources
 * differ on that, and the stricter reading is taken.
 *
 * - `sunday`: from Sunday to Monday
 * - `friday or monday`: from Saturday to Friday, from Sunday to Monday
 * - `friday and monday`: from Saturday to both, from Sunday to Monday
 * - `a monday`: from Saturday and Sunday to the following Monday, from Tuesday to Friday to the preceding one
 */
export type Observance = 'sunday' | 'friday or monday' | 'friday and monday' | 'a monday'

/** A holiday that comes every year. */
export type Holiday = { name: string } & (
  | { month: number; day: number; observed?: Observance }
  /** The first, second … weekday of a month; -1 is the last. */
  | { month: number; weekday: Weekday; nth: number; plusDays?: number }
  /** Days from Easter Sunday: -2 is Good Friday, -47 Mardi Gras. */
  | { easterPlusDays: number }
  /** The Tuesday after the first Monday of November. */
  | { electionDay: 'every year' | 'even years' }
)

const FRIDAY = WEEKDAYS.indexOf('friday')
const SATURDAY = WEEKDAYS.indexOf('saturday')
const SUNDAY = WEEKDAYS.indexOf('sunday')

const datesByYear = new WeakMap<readonly Holiday[], Map<number, ReadonlyMap<number, string>>>()

/**
 * Names the holiday on a day, or returns null.
 *
 * @param day counted from 1970-01-01 on the calendar of the person
 */
export function holidayOn(holidays: readonly Holiday[], day: number): string | null {
  const year = yearOfDay(day)
  // New Year's Day may be kept on the last day of the year before.
  return datesOf(holidays, year).get(day) ?? datesOf(holidays, year + 1).get(day) ?? null
}

function datesOf(holidays: readonly Holiday[], year: number): ReadonlyMap<number, string> {
  let years = datesByYear.get(holidays)
  if (!years) {
    years = new Map()
    datesByYear.set(holidays, years)
  }
  let dates = years.get(year)
  if (!dates) {
    dates = new Map(holidays.flatMap((holiday) => daysOf(holiday, year).map((day) => [day, holiday.name] as const)))
    years.set(year, dates)
  }
  return dates
}

function daysOf(holiday: Holiday, year: number): number[] {
  if ('easterPlusDays' in holiday) return [easterSunday(year) + holiday.easterPlusDays]
  if ('electionDay' in holiday) {
    if (holiday.electionDay === 'even years' && year % 2 !== 0) return []
    return [nthWeekday(year, 11, 'monday', 1) + 1]
  }
  if ('weekday' in holiday) {
    return [nthWeekday(year, holiday.month, holiday.weekday, holiday.nth) + (holiday.plusDays ?? 0)]
  }
  const day = daysSince1970(year, holiday.month, holiday.day)
  return [day, ...observedDays(day, holiday.observed)]
}

function observedDays(day: number, observed: Observance | undefined): number[] {
  const weekday = weekdayOfDay(day)
  if (observed === undefined) return []
  if (weekday === SUNDAY) return [day + 1]
  if (weekday === SATURDAY) {
    if (observed === 'friday or monday') return [day - 1]
    if (observed === 'friday and monday') return [day - 1, day + 2]
    return observed === 'a monday' ? [day + 2] : []
  }
  return observed === 'a monday' && weekday <= FRIDAY ? [day - weekday] : []
}

function nthWeekday(year: number, month: number, name: Weekday, nth: number): number {
  const weekday = WEEKDAYS.indexOf(name)
  if (nth < 0) {
    const last = daysSince1970(month === 12 ? year + 1 : year, month === 12 ? 1 : month + 1, 1) - 1
    return last - ((weekdayOfDay(last) - weekday + 7) % 7)
  }
  const first = daysSince1970(year, month, 1)
  return first + ((weekday - weekdayOfDay(first) + 7) % 7) + 7 * (nth - 1)
}

/** Returns the day of Easter Sunday in the Gregorian calendar (the algorithm of Meeus, Jones and Butcher). */
function easterSunday(year: number): number {
  const a = year % 19
  const century = Math.floor(year / 100)
  const c = year % 100
  const d = Math.floor(century / 4)
  const e = century % 4
  const g = Math.floor((8 * century + 13) / 25)
  const h = (19 * a + century - d - g + 15) % 30
  const i = Math.floor(c / 4)
  const k = c % 4
  const l = (32 + 2 * e + 2 * i - h - k) % 7
  const m = Math.floor((a + 11 * h + 19 * l) / 433)
  const month = Math.floor((h + l - 7 * m + 90) / 25)
  const day = (h + l - 7 * m + 33 * month + 19) % 32
  return daysSince1970(year, month, day)
}
