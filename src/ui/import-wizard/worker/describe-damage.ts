import type { CountryCode } from 'libphonenumber-js'
import { type Target, variableOf } from '../state/import-target'
import { DAMAGES, type Damage } from './damages'
import { findPhoneDamage, findTimeDamage, findValueDamage } from './excel-damage'
import { damageBit } from './judge-rows'
import type { MappedRows } from './mapped-rows'
import type { DamageFound } from './review-messages'
import type { VerdictTable } from './verdict-table'

type DamagedCell = { target: Target; value: string; repaired: string | null }

/**
 * What spreadsheets have done to the rows of a table, each kind with an example.
 *
 * @param rowsByDamage how many rows have each of `DAMAGES`
 */
export function describeDamages(
  rowsByDamage: readonly number[],
  { cells, verdicts }: { cells: MappedRows; verdicts: VerdictTable },
  country: CountryCode | null,
): DamageFound[] {
  return DAMAGES.flatMap((damage, at) => {
    const rows = rowsByDamage[at] ?? 0
    if (rows === 0) return []
    const bit = damageBit(damage)
    const row = verdicts.damage.findIndex((bits, index) => (bits & bit) !== 0 && !verdicts.isLeftOut(index))
    const found = findDamagedCell(row, damage, cells, country)
    return found ? [{ damage, rows, example: { value: found.value, repaired: found.repaired } }] : []
  })
}

/** The first cell of a row with this damage. */
export function findDamagedCell(
  row: number,
  damage: Damage,
  cells: MappedRows,
  country: CountryCode | null,
): DamagedCell | null {
  for (const target of cells.targets) {
    const value = cells.valueOf(row, target)
    const found = findDamage(target, value, country)
    if (found?.damage === damage) return { target, value, repaired: found.repaired }
  }
  return null
}

function findDamage(target: Target, value: string, country: CountryCode | null) {
  if (target === 'phoneNumber') return findPhoneDamage(value, country)
  if (target === 'scheduledAt') return findTimeDamage(value)
  return target === 'name' || variableOf(target) !== null ? findValueDamage(value) : null
}
