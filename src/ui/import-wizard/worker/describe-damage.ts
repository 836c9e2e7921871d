import { type DamagedTable, damagedCells } from './damaged-cells'
import { DAMAGES, type Damage } from './damages'
import { damageBit } from './judge-rows'
import { isOfferedInBulk, unpackOffers } from './repair-offers'
import type { DamageFound, RepairOffered } from './review-messages'
import { usualNumbers } from './usual-numbers'

/** What the table counted: by damage, and by the ways to mend phone numbers, with the first row of each. */
export type DamageCounts = { rowsByDamage: readonly number[]; rowsByOffers: Int32Array; firstByOffers: Int32Array }

type Offer = { choice: string; rows: number; first: number }

/** More countries than this are no list that somebody reads; the rest is mended row by row. */
const OFFERS_MAX = 6

/** What has happened to the rows of a table, each kind with an example and the ways to mend it in all of its rows. */
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

/** By damage the ways that many rows can be mended in at once, those of the most rows first. */
function countOffers({ rowsByOffers, firstByOffers }: DamageCounts, table: DamagedTable): Map<Damage, Offer[]> {
  const byDamage = new Map<Damage, Map<string, Offer>>()
  // Only a repair that guesses at a country asks for it.
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
