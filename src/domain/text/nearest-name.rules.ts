const SEPARATORS = /[\s_-]/g

/** Longer names are not compared, since the work grows with the square of the length. */
const COMPARED_LENGTH_MAX = 64

/** Folds a name, so that `Phone_Number` and `phoneNumber` are equal: without case, blanks, `_` and `-`. */
export function foldName(name: string): string {
  return name.replace(SEPARATORS, '').toLowerCase()
}

/**
 * Returns the known name that was probably meant: one that differs only in case, blanks, `_` and `-`, else one that is
 * a few letters off, at most one in three. Null when none is near.
 */
export function nearestName(name: string, known: readonly string[]): string | null {
  if (name.length > COMPARED_LENGTH_MAX) return null
  const folded = foldName(name)
  if (folded === '') return null
  let nearest: string | null = null
  let least = Math.floor(folded.length / 3) + 1
  for (const candidate of known) {
    const distance = editDistance(folded, foldName(candidate))
    if (distance >= least) continue
    nearest = candidate
    least = distance
  }
  return nearest
}

/** Returns how many letters to add, drop or change (Levenshtein distance). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(changed, (row[j] as number) + 1, (next[j - 1] as number) + 1))
    }
    row = next
  }
  return row[b.length] as number
}
