import { findCountry } from '@/domain/phones/find-country.rules'
import { readNumbers } from '@/domain/suppression/read-numbers.rules'
import { readEnd } from './read-end'
import type { ListColumns } from './suggest-columns'

/** A row that is not on the list: its index among the rows, and why. */
export type LeftOut = { row: number; reason: string }

/** The numbers of a file, each once, in order, and when the entry of each ends; null for one that says nothing of it. */
export type ReadList = {
  numbers: string[]
  ends: (number | null)[]
  repeated: number
  leftOut: LeftOut[]
}

type ReadOptions = {
  columns: ListColumns
  /** ISO 3166-1 alpha-2: numbers without + are read in it. */
  country: string
  nowMs: number
  /** Called now and then with the rows read so far. False stops the reading. */
  goOn: (rows: number) => Promise<boolean>
}

/** Rows that are read before anything else gets its turn. */
const ROWS_AT_ONCE = 10_000

/**
 * Reads the numbers of a file as those of a request are read. Of a number that comes again the entry that ends last
 * counts.
 *
 * @returns null when it was stopped
 */
export async function readList(rows: readonly (readonly string[])[], options: ReadOptions): Promise<ReadList | null> {
  const { columns, nowMs, goOn } = options
  const country = findCountry(options.country)
  const found = new Map<string, number | null>()
  const leftOut: LeftOut[] = []
  let repeated = 0
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const part = rows.slice(from, from + ROWS_AT_ONCE)
    const { read, invalid } = readNumbers(
      part.map((row) => numberText(row, columns)),
      country,
    )
    for (const { index, message } of invalid) leftOut.push({ row: from + index, reason: message })
    for (const { index, phoneNumber } of read) {
      const end = endOf(part[index]?.[columns.until ?? -1], nowMs)
      if (typeof end === 'string') {
        leftOut.push({ row: from + index, reason: end })
        continue
      }
      const earlier = found.get(phoneNumber)
      if (earlier === undefined) found.set(phoneNumber, end)
      else {
        repeated++
        found.set(phoneNumber, later(earlier, end))
      }
    }
    if (!(await goOn(Math.min(rows.length, from + ROWS_AT_ONCE)))) return null
  }
  const numbers = [...found.keys()].sort()
  const ends = numbers.map((number) => found.get(number) ?? null)
  leftOut.sort((a, b) => a.row - b.row)
  return { numbers, ends, repeated, leftOut }
}

function numberText(row: readonly string[], { number, areaCode }: ListColumns): string {
  const text = row[number] ?? ''
  if (areaCode === null || text.trim() === '') return text
  return `${(row[areaCode] ?? '').trim()}${text.trim()}`
}

/** Returns when an entry ends; null where nothing is said; a text that says why the row is left out. */
function endOf(cell: string | undefined, nowMs: number): number | null | string {
  const text = cell?.trim() ?? ''
  if (text === '') return null
  const end = readEnd(text)
  if (end === null) return `“${text.slice(0, 64)}” is not a date such as 2027-03-01. Correct it, or leave it blank.`
  return end <= nowMs ? `The entry has ended: ${text}.` : end
}

/** An entry that says nothing of its end is taken for one without. */
function later(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.max(a, b)
}
