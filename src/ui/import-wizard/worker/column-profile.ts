import { isEmailAddress } from '@/domain/contacts/email-address.rules'
import { readConsentBasis } from '@/domain/mappings/read-consent-basis.rules'
import { isDateAlone, isMidnight, isUnordered, isUnorderedDay } from '@/domain/mappings/read-date.rules'
import { isTimezoneLike } from '@/ui/import-wizard/state/suggest-timezone'
import { type ColumnTally, tallyColumn } from './column-tally'
import { isBareDigits, isPhoneLike } from './phone-shape'

/**
 * What the cells of a column look like. Shares are from 0 to 1 and, except for `filled`, of the cells that are not
 * blank.
 */
export type ColumnProfile = {
  filled: number
  phoneLike: number
  /** The share of phone-like cells that are digits only, as ids and order numbers are. */
  bareDigits: number
  emailLike: number
  timezoneLike: number
  /** Mr, Dr, Frau and the like. */
  titleLike: number
  /** Numbers of at most eight digits: area codes, and numbers without one. */
  shortNumbers: number
  /** Dates without a time; times that are midnight; times that need an order of day and month to be read. */
  datesAlone: number
  midnights: number
  unordered: number
  /** Dates without a time that need such an order. */
  unorderedDays: number
  /** Words for what a consent rests on. */
  basisLike: number
  /** The count over all rows when the header means a country or who may be called; otherwise null. */
  tally: ColumnTally | null
  /** The first different values. */
  examples: string[]
}

const ROWS_LOOKED_AT = 400
/** Fewer rows are looked at in files with thousands of columns, so that they open as quickly as others. */
const CELLS_LOOKED_AT = 200_000
const ROWS_LOOKED_AT_MIN = 20
const EXAMPLES_MAX = 3
const EXAMPLE_LENGTH_MAX = 80

const DIGIT_FIRST = /^\d/
const SHORT_NUMBER = /^\(?(?:\d[\s./-]?){1,8}\)?$/

const TITLE_SHAPE =
  /^(?:(?:mr|mrs|ms|miss|mx|dr|prof|sir|madam|herr|frau|hr|fr|m|mme|mlle|monsieur|madame|sr|sra|srta|don|dona|doña|dipl|ing|med)\.?[\s-]*)+$/i

/**
 * Describes what the cells of one column look like, from rows spread over the whole file.
 *
 * @param columns how many columns the file has
 */
export function profileColumn(
  name: string,
  rows: readonly (readonly string[])[],
  column: number,
  columns: number,
): ColumnProfile {
  const lookedAt = Math.max(ROWS_LOOKED_AT_MIN, Math.min(ROWS_LOOKED_AT, Math.floor(CELLS_LOOKED_AT / columns)))
  const stride = Math.max(1, Math.floor(rows.length / lookedAt))
  const examples = new Set<string>()
  const hits = { phone: 0, bare: 0, email: 0, timezone: 0, title: 0, short: 0, basis: 0 }
  const dates = { alone: 0, midnight: 0, unordered: 0, unorderedDays: 0 }
  let looked = 0
  let filled = 0
  for (let index = 0; index < rows.length; index += stride) {
    looked++
    const cell = rows[index]?.[column]?.trim() ?? ''
    if (cell === '') continue
    filled++
    if (examples.size < EXAMPLES_MAX) examples.add(cell.slice(0, EXAMPLE_LENGTH_MAX))
    if (isPhoneLike(cell)) {
      hits.phone++
      if (isBareDigits(cell)) hits.bare++
    }
    if (SHORT_NUMBER.test(cell)) hits.short++
    if (DIGIT_FIRST.test(cell)) {
      if (isDateAlone(cell)) dates.alone++
      else if (isMidnight(cell)) dates.midnight++
      if (isUnordered(cell)) dates.unordered++
      else if (isUnorderedDay(cell)) dates.unorderedDays++
    } else if (readConsentBasis(cell) !== null) hits.basis++
    if (isEmailAddress(cell)) hits.email++
    if (isTimezoneLike(cell)) hits.timezone++
    if (TITLE_SHAPE.test(cell)) hits.title++
  }
  const share = (amount: number) => (filled === 0 ? 0 : amount / filled)
  return {
    filled: looked === 0 ? 0 : filled / looked,
    phoneLike: share(hits.phone),
    bareDigits: hits.phone === 0 ? 0 : hits.bare / hits.phone,
    emailLike: share(hits.email),
    timezoneLike: share(hits.timezone),
    titleLike: share(hits.title),
    shortNumbers: share(hits.short),
    datesAlone: share(dates.alone),
    midnights: share(dates.midnight),
    unordered: share(dates.unordered),
    unorderedDays: share(dates.unorderedDays),
    basisLike: share(hits.basis),
    tally: tallyColumn(name, rows, column),
    examples: [...examples],
  }
}
