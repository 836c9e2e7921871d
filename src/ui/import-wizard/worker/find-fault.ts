import type { FaultPosition } from './review-messages'
import { type ShownTable, showRow } from './show-row'

/**
 * Finds the next cell with a fault, and starts over at the end of the list. Null when no row has one.
 *
 * @param rows the rows of the list, in order
 */
export function findNextFault(
  rows: Int32Array,
  table: ShownTable,
  from: FaultPosition,
  backwards: boolean,
): FaultPosition | null {
  const step = backwards ? -1 : 1
  // The starting row is searched twice: first for the columns ahead, and last for the others.
  for (let distance = 0; distance <= rows.length; distance++) {
    const at = (((from.at + step * distance) % rows.length) + rows.length) % rows.length
    const columns = faultyColumns(rows[at] ?? -1, table)
    const ahead =
      distance === 0 ? columns.filter((column) => (backwards ? column < from.column : column > from.column)) : columns
    const column = backwards ? ahead.at(-1) : ahead[0]
    if (column !== undefined) return { at, column }
  }
  return null
}

/** Lists the columns of a row that have faults, in order; -1 stands for the row as a whole. */
function faultyColumns(row: number, table: ShownTable): number[] {
  const { verdicts } = table
  if (verdicts.isLeftOut(row) || (verdicts.faults[row] === 0 && !verdicts.isDuplicate(row))) return []
  const { faults, rowFaults } = showRow(row, table)
  const columns = faults.flatMap((messages, column) => (messages.length > 0 ? [column] : []))
  return rowFaults.length > 0 ? [-1, ...columns] : columns
}
