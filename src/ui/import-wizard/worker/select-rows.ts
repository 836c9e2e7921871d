import { textFinder } from './find-text'
import { damageBit } from './judge-rows'
import type { MappedRows } from './mapped-rows'
import type { FindQuery, RowFilter, RowQuery } from './review-messages'
import { isDamage } from './row-filters'
import type { VerdictTable } from './verdict-table'

/** Selects the rows of a query, in the order of the file. */
export function selectRows({ filter, find }: RowQuery, verdicts: VerdictTable, cells: MappedRows): Int32Array {
  const passes = rowFilter(filter, verdicts, cells)
  const finds = find === null || find.text === '' ? null : rowFinder(find, cells)
  const selected = new Int32Array(verdicts.rows)
  let count = 0
  for (let row = 0; row < verdicts.rows; row++) {
    if (passes(row) && (!finds || finds(row))) selected[count++] = row
  }
  return selected.subarray(0, count)
}

function rowFinder(find: FindQuery, cells: MappedRows): (row: number) => boolean {
  const { isIn } = textFinder(find)
  const targets = find.target === null ? cells.targets : [find.target]
  return (row) => targets.some((target) => isIn(cells.valueOf(row, target)))
}

function rowFilter(filter: RowFilter, verdicts: VerdictTable, cells: MappedRows): (row: number) => boolean {
  const included = (row: number) => !verdicts.isLeftOut(row)
  switch (filter) {
    case 'all':
      return () => true
    case 'valid':
      return (row) => verdicts.isValid(row)
    case 'faulty':
      return (row) => included(row) && !verdicts.isValid(row)
    case 'duplicate':
      return (row) => included(row) && verdicts.isDuplicate(row)
    case 'chained':
      return (row) => included(row) && verdicts.chainPosition(row) > 0
    case 'warning':
      return (row) => verdicts.isWarned(row)
    case 'edited':
      return (row) => cells.isEdited(row)
    case 'leftOut':
      return (row) => verdicts.isLeftOut(row)
    default:
      if (isDamage(filter)) {
        const bit = damageBit(filter)
        return (row) => included(row) && (verdicts.damageOf(row) & bit) !== 0
      }
      return (row) => included(row) && verdicts.hasFault(row, filter)
  }
}
