import { CONTACTS_PER_BATCH_MAX } from '@/domain/enrollment/enrollment.schema'

/** How many batches stay open for a group that fits into what is left of them. */
const OPEN_BATCHES_MAX = 16

/**
 * Cuts rows into batches of 1,000 at most. Rows of one group stay together and in their order; without groups the cut is
 * the order of the rows.
 *
 * @param rows ascending
 * @param groupOf null for a row that is in no group
 * @returns the rows of each batch, ascending
 * @throws RangeError for a group that does not fit into one batch: it is refused by its name before it comes to this
 */
export function cutBatches(rows: readonly number[], groupOf: (row: number) => string | null): number[][] {
  const batches: number[][] = []
  let open: number[][] = []
  for (const group of gatherGroups(rows, groupOf)) {
    if (group.length > CONTACTS_PER_BATCH_MAX) throw new RangeError('A group is larger than a batch.')
    let batch = open.find(({ length }) => length + group.length <= CONTACTS_PER_BATCH_MAX)
    if (!batch) {
      batch = []
      batches.push(batch)
      open = [...open, batch].slice(-OPEN_BATCHES_MAX)
    }
    batch.push(...group)
    if (batch.length === CONTACTS_PER_BATCH_MAX) open = open.filter((other) => other !== batch)
  }
  for (const batch of batches) batch.sort((a, b) => a - b)
  return batches
}

/**
 * The first rows that make `contactsMax` contacts at most: whole groups, in the order of their first rows, up to the
 * first one that does not fit.
 *
 * @returns ascending
 */
export function takeFirst(
  rows: readonly number[],
  groupOf: (row: number) => string | null,
  contactsMax: number,
): number[] {
  const taken: number[] = []
  for (const group of gatherGroups(rows, groupOf)) {
    if (taken.length + group.length > contactsMax) break
    taken.push(...group)
  }
  return taken.sort((a, b) => a - b)
}

/** A row without a group is a group of its own. */
function gatherGroups(rows: readonly number[], groupOf: (row: number) => string | null): number[][] {
  const groups: number[][] = []
  const byValue = new Map<string, number[]>()
  for (const row of rows) {
    const value = groupOf(row)
    const known = value === null ? undefined : byValue.get(value)
    if (known) {
      known.push(row)
      continue
    }
    const group = [row]
    groups.push(group)
    if (value !== null) byValue.set(value, group)
  }
  return groups
}
