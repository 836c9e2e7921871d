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
  /** In which numbers without + are read. */
  country: CountryCode | null
}

/**
 * What has happened to a cell; null for a number that waits for a country that nobody can read.
 *
 * @param country in which numbers without + are read where their row says no other
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

/** The cells of a row with this damage. */
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

/** What mends this damage in all of these rows in one way, where it may be mended in many rows at once. */
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
