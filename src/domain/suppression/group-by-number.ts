import { numberKey, type OwnNumber } from './own-number'

/**
 * Groups rows by the number that they are of.
 *
 * @returns a function that gives what was made of the rows of a number, in their order
 */
export function groupByNumber<Row extends OwnNumber, Fact>(
  rows: readonly Row[],
  toFact: (row: Row) => Fact,
): (number: OwnNumber) => readonly Fact[] {
  // Of most numbers nothing is known, and a thousand are asked for at once.
  if (rows.length === 0) return () => []
  const groups = new Map<string, Fact[]>()
  for (const row of rows) {
    const key = numberKey(row)
    const group = groups.get(key)
    if (group) group.push(toFact(row))
    else groups.set(key, [toFact(row)])
  }
  return (number) => groups.get(numberKey(number)) ?? []
}
