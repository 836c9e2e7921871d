import { normalizeHeader } from '@/ui/import-wizard/state/normalize-header'
import type { FilePreview, PreviewColumn } from '@/ui/import-wizard/worker/messages'

/** Where a file has its numbers: indexes of columns. */
export type ListColumns = {
  number: number
  /** What stands before the number, as in the files of the registry of the United States; null for whole numbers. */
  areaCode: number | null
  /** When an entry ends; null when no column says so. */
  until: number | null
}

const UNTIL = /\b(?:until|expir\w*|valid to|ends?|end date|gueltig bis|ablauf\w*)\b/
const AREA_CODE = /\b(?:area ?code|npa|vorwahl)\b/
/** Of the cells that are filled. */
const MOST = 0.5
const ALL_BUT_A_FEW = 0.9
const AREA_CODE_DIGITS_MAX = 5

/**
 * Guesses the columns from what they are called and what they hold: numbers; or area codes and what follows them, which
 * are the registry's own files.
 */
export function suggestColumns({ columns }: Pick<FilePreview, 'columns'>): ListColumns {
  const named = columns.map(({ name }) => normalizeHeader(name))
  const find = (fits: (column: PreviewColumn, name: string) => boolean) =>
    columns.findIndex((column, at) => fits(column, named[at] ?? ''))
  const untilAt = find(({ profile }, name) => UNTIL.test(name) && profile.phoneLike < MOST)
  const until = untilAt < 0 ? null : untilAt
  const whole = columns.reduce(
    (best, { profile }, at) => (profile.phoneLike > (columns[best]?.profile.phoneLike ?? 0) ? at : best),
    0,
  )
  const areaCode = find(
    ({ profile }, name) =>
      profile.shortNumbers >= ALL_BUT_A_FEW && (AREA_CODE.test(name) || profile.examples.every(isAreaCode)),
  )
  const after = areaCode + 1
  const parted = areaCode >= 0 && (columns[after]?.profile.shortNumbers ?? 0) >= ALL_BUT_A_FEW && after !== until
  // Seven digits with a hyphen look like a whole number, and are the rest of one.
  if (parted && (whole === after || (columns[whole]?.profile.phoneLike ?? 0) < ALL_BUT_A_FEW))
    return { number: after, areaCode, until }
  return { number: whole, areaCode: null, until: until === whole ? null : until }
}

function isAreaCode(text: string): boolean {
  return text.replace(/\D/g, '').length <= AREA_CODE_DIGITS_MAX
}
