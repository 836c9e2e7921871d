import { CONTACTS_PER_BATCH_MAX } from '@/domain/enrollment/enrollment.schema'

/** How many unfilled batches are kept open for a chain that fits into what is left of them. */
const OPEN_BATCHES_MAX = 16

/**
 * Cuts rows into batches of at most 1,000. Rows of one chain stay together and in their order. Without chains the cut
 * follows the order of the rows.
 *
 * @param rows ascending
 * @param groupValueOf null for a row without a chain
 * @returns the rows of each batch, ascending
 * @throws RangeError for a chain larger than a batch; the review refuses such a chain before
 */
export function cutBatches(rows: readonly number[], groupValueOf: (row: number) => string | null): number[][] {
  const batches: number[][] = []
  let open: number[][] = []
  for (const chain of gatherChains(rows, groupValueOf)) {
    if (chain.length > CONTACTS_PER_BATCH_MAX) throw new RangeError('A chain is larger than a batch.')
    let batch = open.find(({ length }) => length + chain.length <= CONTACTS_PER_BATCH_MAX)
    if (!batch) {
      batch = []
      batches.push(batch)
      open = [...open, batch].slice(-OPEN_BATCHES_MAX)
    }
    batch.push(...chain)
    if (batch.length === CONTACTS_PER_BATCH_MAX) open = open.filter((other) => other !== batch)
  }
  for (const batch of batches) batch.sort((a, b) => a - b)
  return batches
}

/**
 * Takes the first rows that make at most `contactsMax` contacts. Chains are taken whole, in the order of their first
 * rows, up to the first that does not fit.
 *
 * @returns the rows, ascending
 */
export function takeFirst(
  rows: readonly number[],
  groupValueOf: (row: number) => string | null,
  contactsMax: number,
): number[] {
  const taken: number[] = []
  for (const chain of gatherChains(rows, groupValueOf)) {
    if (taken.length + chain.length > contactsMax) break
    // One by one: a chain is as long as the file until the review refuses it, and arguments are kept on the stack.
    for (const row of chain) taken.push(row)
  }
  return taken.sort((a, b) => a - b)
}

/** Gathers rows by their group value. A row without one makes a chain of its own. */
function gatherChains(rows: readonly number[], groupValueOf: (row: number) => string | null): number[][] {
  const chains: number[][] = []
  const byValue = new Map<string, number[]>()
  for (const row of rows) {
    const value = groupValueOf(row)
    const known = value === null ? undefined : byValue.get(value)
    if (known) {
      known.push(row)
      continue
    }
    const chain = [row]
    chains.push(chain)
    if (value !== null) byValue.set(value, chain)
  }
  return chains
}
