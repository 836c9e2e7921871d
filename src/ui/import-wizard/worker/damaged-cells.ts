import type { CountryCode } from 'libphonenumber-js'
import type { Target } from '@/domain/mappings/mapping.rules'
import { countryOfRow, isCountryMissing } from '@/domain/mappings/row-country.rules'
import type { Damage, FoundDamage } from './damages'
import { findDamage } from './find-damage'
import type { MappedRows } from './mapped-rows'
import { digitsOf, isOfferedInBulk } from './repair-offers'
import type { CellEdit } from './review-messages'
import { usualNumbers } from './usual-numbers'
import type { VerdictTable } from './verdict-table'

export type DamagedTable = {
  cells: MappedRows
  verdicts: VerdictTable
  /** The country in which numbers without + are read. */
  country: CountryCode | null
}

/**
 * Finds the damage of a cell. Null for a number whose row names a country that cannot be read.
 *
 * @param country in which numbers without + are read, unless their row names another
 */
export function damageOfCell(
  row: number,
  target: Target,
  cells: MappedRows,
  country: CountryCode | null,
): FoundDamage | null {
  const value = cells.valueOf(row, target)
  const { date1904 } = cells
  if (target !== 'phoneNumber') return findDamage(target, value, { country, date1904 })
  const cell = cells.countryCellOf(row)
  if (isCountryMissing(value, cell)) return null
  return findDamage(target, value, { country: countryOfRow(cell, country), date1904 })
}

/** Finds the cells of a row that have this damage. */
export function damagedCells(
  row: number,
  damage: Damage,
  { cells, country }: DamagedTable,
): (FoundDamage & { target: Target; value: string })[] {
  return cells.targets.flatMap((target) => {
    const value = cells.valueOf(row, target)
    const found = damageOfCell(row, target, cells, country)
    return found?.damage === damage ? [{ ...found, target, value }] : []
  })
}

/**
 * Yields the edits that repair one damage in these rows in one way. Skips cells for which that way is not offered in
 * bulk.
 */
export function* repairCells(
  rows: Iterable<number>,
  damage: Damage,
  choice: string,
  table: DamagedTable,
): Iterable<CellEdit> {
  const usual = usualNumbers(table)
  for (const row of rows) {
    for (const { target, value, repairs } of damagedCells(row, damage, table)) {
      const repair = repairs.find((one) => one.choice === choice)
      const digits = digitsOf(value)
      if (repair && isOfferedInBulk({ damage, digits, choice }, usual, table.country))
        yield { row, target, value: repair.value }
    }
  }
}
