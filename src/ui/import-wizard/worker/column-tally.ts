import { type Answer, readDoNotCall, readMayCall } from '@/domain/mappings/read-consent.rules'
import { callingCodeOf } from '@/domain/mappings/read-country.rules'
import { rowCountryOf } from '@/domain/mappings/row-country.rules'
import { normalizeHeader } from '@/ui/import-wizard/state/normalize-header'
import { rowFieldOf } from '@/ui/import-wizard/state/row-headers'

/** What all rows of a column say: countries, counted by calling code without +, or yes and no. */
export type ColumnTally =
  | { of: 'countries'; blank: number; unread: number; rowsByCode: Record<string, number> }
  | { of: 'doNotCall' | 'mayCall'; rows: Record<Answer, number> }

const DIFFERENT_MAX = 200_000

/**
 * Counts every row of a column whose header means a country, an area code, or who may be called. Null for any other
 * column, since a file has millions of cells. Equal cells are read once.
 */
export function tallyColumn(name: string, rows: readonly (readonly string[])[], column: number): ColumnTally | null {
  const field = rowFieldOf(normalizeHeader(name))
  if (field !== 'phoneCountry' && field !== 'phoneAreaCode' && field !== 'doNotCall' && field !== 'mayCall') return null
  const counts = new Map<string, number>()
  for (const row of rows) {
    const cell = row[column] ?? ''
    counts.set(cell, (counts.get(cell) ?? 0) + 1)
    // With so many different cells, the column holds neither countries nor answers.
    if (counts.size > DIFFERENT_MAX) return null
  }
  return field === 'doNotCall' || field === 'mayCall' ? tallyAnswers(field, counts) : tallyCountries(counts)
}

function tallyCountries(counts: ReadonlyMap<string, number>): ColumnTally {
  const tally = { of: 'countries' as const, blank: 0, unread: 0, rowsByCode: {} as Record<string, number> }
  for (const [cell, rows] of counts) {
    const read = rowCountryOf(cell)
    if (read.kind === 'default') tally.blank += rows
    else if (read.kind === 'unread') tally.unread += rows
    else {
      const code = callingCodeOf(read.country)
      tally.rowsByCode[code] = (tally.rowsByCode[code] ?? 0) + rows
    }
  }
  return tally
}

function tallyAnswers(of: 'doNotCall' | 'mayCall', counts: ReadonlyMap<string, number>): ColumnTally {
  const rows: Record<Answer, number> = { yes: 0, no: 0, blank: 0, unclear: 0 }
  const read = of === 'doNotCall' ? readDoNotCall : readMayCall
  for (const [cell, amount] of counts) rows[read(cell)] += amount
  return { of, rows }
}
