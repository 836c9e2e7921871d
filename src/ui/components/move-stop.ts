/** A place that takes the focus: the row, and the how manieth place of the row it is. */
export type Stop = { row: number; at: number }

/**
 * Returns where a key leads in a list of rows: up and down keep the place within the row as far as the next row has one,
 * left and right stay in the row, Home and End go to the first and last row. Null for any other key, and at the edge.
 *
 * @param sizes how many places each row has, at least one
 * @param first the first row of the list itself; those before it are headers
 */
export function moveStop(sizes: readonly number[], first: number, from: Stop, key: string): Stop | null {
  const to = (row: number, at = from.at): Stop | null => {
    const size = sizes[row] ?? 0
    const stop = { row, at: Math.min(at, size - 1) }
    return size === 0 || at < 0 || (stop.row === from.row && stop.at === from.at) ? null : stop
  }
  switch (key) {
    case 'ArrowDown':
      return to(from.row + 1)
    case 'ArrowUp':
      return to(from.row - 1)
    case 'ArrowRight':
      return to(from.row, from.at + 1)
    case 'ArrowLeft':
      return to(from.row, from.at - 1)
    case 'Home':
      return to(Math.min(first, sizes.length - 1))
    case 'End':
      return to(sizes.length - 1)
    default:
      return null
  }
}
