import { FAULT_CODES } from '@/domain/contacts/fault.schema'
import { CONTACTS_PER_BATCH_MAX } from '@/domain/enrollment/enrollment.schema'
import { CallTimes } from '@/domain/enrollment/summarize-dry-run.rules'
import { DAMAGES } from './damages'
import type { DamageCounts } from './describe-damage'
import type { TableSummary } from './review-messages'
import { suggestFixes } from './suggest-fixes'
import type { VerdictTable } from './verdict-table'

type Counts = Omit<
  TableSummary,
  'damages' | 'saidNotToCall' | 'edits' | 'timesTyped' | 'fixedRows' | 'undo' | 'redo'
> & {
  damageCounts: DamageCounts
}

/** How many rows of a fault are named. */
const FIRST_ROWS_MAX = 3
const DUPLICATE_AT = FAULT_CODES.indexOf('DUPLICATE_PHONE')

/** How many chains that are too large for a batch are named. */
const TOO_LARGE_NAMED_MAX = 5

/** Counts the whole table in one pass. */
export function summarizeTable(table: VerdictTable): Counts {
  const rowsByBit = new Array<number>(FAULT_CODES.length).fill(0)
  const firstByBit = FAULT_CODES.map((): number[] => [])
  const noteFirst = (row: number, at: number) => {
    const first = firstByBit[at] as number[]
    if (first.length < FIRST_ROWS_MAX) first.push(row)
  }
  const rowsByDamage = new Array<number>(DAMAGES.length).fill(0)
  const rowsByOffers = new Int32Array(table.offers.size)
  const firstByOffers = new Int32Array(table.offers.size)
  const rowsByTimezone = new Int32Array(table.wrongTimezones.size)
  const chainHeads: number[] = []
  const callTimes = new CallTimes()
  let [leftOut, forbidden, duplicates, valid, chained, warnings] = [0, 0, 0, 0, 0, 0]
  for (let row = 0; row < table.rows; row++) {
    if (table.leftOut[row]) {
      leftOut++
      if (table.leftOut[row] === 2) forbidden++
      continue
    }
    const damage = table.damageOf(row)
    countBits(damage, rowsByDamage)
    const offers = table.offerIds[row] as number
    if (offers >= 0) {
      if (rowsByOffers[offers] === 0) firstByOffers[offers] = row
      rowsByOffers[offers] = (rowsByOffers[offers] as number) + 1
    }
    countBits(table.faults[row] as number, rowsByBit, (at) => noteFirst(row, at))
    const timezone = table.wrongTimezoneIds[row] as number
    if (timezone >= 0) rowsByTimezone[timezone] = (rowsByTimezone[timezone] ?? 0) + 1
    if (table.isDuplicate(row)) {
      duplicates++
      noteFirst(row, DUPLICATE_AT)
      continue
    }
    if (table.faults[row] !== 0) continue
    valid++
    const position = table.chainPosition(row)
    if (position === 0) chainHeads.push(row)
    else if (position > 0) chained++
    callTimes.add(table.scheduledAtMs[row] as number, position > 0)
    if (table.isWarned(row)) warnings++
  }
  rowsByBit[DUPLICATE_AT] = duplicates
  return {
    rows: table.rows,
    valid,
    faulty: table.rows - leftOut - valid,
    duplicates,
    chained,
    warnings,
    leftOut,
    forbidden,
    faults: FAULT_CODES.flatMap((code, at) =>
      rowsByBit[at] ? [{ code, rows: rowsByBit[at], first: firstByBit[at] ?? [] }] : [],
    ),
    chains: chainsOf(table, chainHeads),
    firstCallMs: callTimes.firstCallMs,
    lastCallMs: callTimes.lastCallMs,
    fixes: suggestFixes(new Map(Array.from(rowsByTimezone, (rows, id) => [table.wrongTimezones.keyOf(id), rows]))),
    damageCounts: { rowsByDamage, rowsByOffers, firstByOffers },
  }
}

function countBits(bits: number, counts: number[], onBit?: (at: number) => void): void {
  for (let rest = bits, at = 0; rest !== 0; rest >>>= 1, at++) {
    if ((rest & 1) === 0) continue
    counts[at] = (counts[at] ?? 0) + 1
    onBit?.(at)
  }
}

/** @param heads the first accepted row of each chain */
function chainsOf(table: VerdictTable, heads: readonly number[]): TableSummary['chains'] {
  let largest = -1
  const tooLarge: number[] = []
  for (const row of heads) {
    const size = table.chainSizeOf(row)
    if (largest < 0 || size > table.chainSizeOf(largest)) largest = row
    if (size > CONTACTS_PER_BATCH_MAX) tooLarge.push(row)
  }
  const named = (row: number) => ({ value: table.groupValueOf(row) ?? '', size: table.chainSizeOf(row) })
  return {
    count: heads.length,
    largest: largest < 0 ? null : named(largest),
    tooLarge: tooLarge.slice(0, TOO_LARGE_NAMED_MAX).map(named),
    tooLargeCount: tooLarge.length,
  }
}
