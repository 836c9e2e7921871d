import { type DamagedTable, damagedCells } from './damaged-cells'
import { DAMAGES, type Damage } from './damages'
import { damageBit } from './judge-rows'
import { isOfferedInBulk, unpackOffers } from './repair-offers'
import type { DamageFound, RepairOffered } from './review-messages'
import { usualNumbers } from './usual-numbers'

/** Counts of the table, by damage and by offered repairs of phone numbers, and the first row with each offer. */
export type DamageCounts = { rowsByDamage: readonly number[]; rowsByOffers: Int32Array; firstByOffers: Int32Array }

type Offer = { choice: string; rows: number; first: number }

/** A longer list of countries would not be read. Other rows are repaired one by one. */
const OFFERS_MAX = 6

/** Describes each damage of a table's rows, with an example and the repairs for all of its rows. */
export function describeDamages(counts: DamageCounts, table: DamagedTable): DamageFound[] {
  const offers = countOffers(counts, table)
  return DAMAGES.flatMap((damage, at) => {
    const rows = counts.rowsByDamage[at] ?? 0
    if (rows === 0) return []
    const bit = damageBit(damage)
    const first = table.verdicts.damage.findIndex((bits, row) => (bits & bit) !== 0 && !table.verdicts.isLeftOut(row))
    const [cell] = damagedCells(first, damage, table)
    if (!cell) return []
    const anywhere = cell.repairs.map(({ choice }) => ({ choice, rows, first }))
    const ways = damage.startsWith('PHONE_') ? (offers.get(damage) ?? []) : anywhere
    const repairs = ways.flatMap((offer) => withExample(damage, offer, table))
    return [{ damage, rows, example: cell.value.trim(), repairs }]
  })
}

/** Lists, by damage, the repairs that can be made in many rows at once, most rows first. */
function countOffers({ rowsByOffers, firstByOffers }: DamageCounts, table: DamagedTable): Map<Damage, Offer[]> {
  const byDamage = new Map<Damage, Map<string, Offer>>()
  // Computed only when a repair has to guess a country.
  const usual = rowsByOffers.some((rows) => rows > 0) ? usualNumbers(table) : null
  for (const [id, rows] of rowsByOffers.entries()) {
    if (rows === 0) continue
    const { damage, digits, choices } = unpackOffers(table.verdicts.offers.keyOf(id))
    const byChoice = byDamage.get(damage) ?? new Map<string, Offer>()
    byDamage.set(damage, byChoice)
    const first = firstByOffers[id] as number
    for (const choice of choices) {
      if (!isOfferedInBulk({ damage, digits, choice }, usual, table.country)) continue
      const known = byChoice.get(choice)
      const offer = { choice, rows: rows + (known?.rows ?? 0), first: Math.min(first, known?.first ?? first) }
      byChoice.set(choice, offer)
    }
  }
  const mostFirst = (offers: Map<string, Offer>) => [...offers.values()].sort((a, b) => b.rows - a.rows)
  return new Map(Array.from(byDamage, ([damage, offers]) => [damage, mostFirst(offers).slice(0, OFFERS_MAX)]))
}

function withExample(damage: Damage, { choice, rows, first }: Offer, table: DamagedTable): RepairOffered[] {
  for (const { value, repairs } of damagedCells(first, damage, table)) {
    const repair = repairs.find((one) => one.choice === choice)
    if (repair) return [{ choice, rows, before: value.trim(), after: repair.value }]
  }
  return []
}
