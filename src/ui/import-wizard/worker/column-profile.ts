import { isEmailAddress } from '@/domain/enrollment/email-address.rules'
import { findTimeZone } from '@/domain/enrollment/find-time-zone.rules'
import { suggestTimezone } from '../state/suggest-timezone'

/** Shares are of the cells that are not blank, 0 to 1. */
export type ColumnProfile = {
  filled: number
  phoneLike: number
  emailLike: number
  timezoneLike: number
  /** Dates with a time, from yesterday on. */
  timeLike: number
  /** Mr, Dr, Frau and the like. */
  titleLike: number
  /** The first values that differ. */
  examples: string[]
}

const ROWS_LOOKED_AT = 400
/** Of a file with thousands of columns fewer rows are looked at, so that it opens as quickly as any other. */
const CELLS_LOOKED_AT = 200_000
const ROWS_LOOKED_AT_MIN = 20
const EXAMPLES_MAX = 3
const EXAMPLE_LENGTH_MAX = 80
const PHONE_SHAPE = /^(?:(?:tel|p):)?\s*[+(]?[\d(][\d\s().\-/\u2010-\u2015]*(?:\s*(?:x|ext\.?|#)\s*\d+)?$/i
const DAY_MS = 86_400_000
const TIME_SHAPE = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/

const TITLE_SHAPE =
  /^(?:(?:mr|mrs|ms|miss|mx|dr|prof|sir|madam|herr|frau|hr|fr|m|mme|mlle|monsieur|madame|sr|sra|srta|don|dona|doña|dipl|ing|med)\.?[\s-]*)+$/i

function isPhoneLike(cell: string): boolean {
  const digits = cell.replaceAll(/\D/g, '').length
  // Seven bare digits are as often an id; a number of that length has its separators.
  return digits >= 7 && digits <= 20 && PHONE_SHAPE.test(cell) && (digits > 7 || /\D/.test(cell))
}

/**
 * What the cells of one column look like, from rows spread over the whole file.
 *
 * @param columns how many columns are looked at in all
 * @param nowMs times that are over are none to call at: every export has the one of its rows' creation
 */
export function profileColumn(
  rows: readonly (readonly string[])[],
  column: number,
  columns: number,
  nowMs: number,
): ColumnProfile {
  const yesterday = new Date(nowMs - DAY_MS).toISOString().slice(0, 10)
  const lookedAt = Math.max(ROWS_LOOKED_AT_MIN, Math.min(ROWS_LOOKED_AT, Math.floor(CELLS_LOOKED_AT / columns)))
  const stride = Math.max(1, Math.floor(rows.length / lookedAt))
  const examples = new Set<string>()
  const hits = { phone: 0, email: 0, timezone: 0, time: 0, title: 0 }
  let looked = 0
  let filled = 0
  for (let index = 0; index < rows.length; index += stride) {
    looked++
    const cell = rows[index]?.[column]?.trim() ?? ''
    if (cell === '') continue
    filled++
    if (examples.size < EXAMPLES_MAX) examples.add(cell.slice(0, EXAMPLE_LENGTH_MAX))
    if (isPhoneLike(cell)) hits.phone++
    if (isEmailAddress(cell)) hits.email++
    if (findTimeZone(cell) !== null || suggestTimezone(cell) !== null) hits.timezone++
    if (TIME_SHAPE.test(cell) && cell >= yesterday) hits.time++
    if (TITLE_SHAPE.test(cell)) hits.title++
  }
  const share = (amount: number) => (filled === 0 ? 0 : amount / filled)
  return {
    filled: looked === 0 ? 0 : filled / looked,
    phoneLike: share(hits.phone),
    emailLike: share(hits.email),
    timezoneLike: share(hits.timezone),
    timeLike: share(hits.time),
    titleLike: share(hits.title),
    examples: [...examples],
  }
}
