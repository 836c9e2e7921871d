/** The pairs of neighbouring letters of a text, as sorted numbers. Two texts can then be compared in one pass. */
export type LetterPairs = readonly number[]

export function letterPairs(text: string): LetterPairs {
  const pairs: number[] = []
  for (let at = 0; at < text.length - 1; at++) pairs.push(text.charCodeAt(at) * 65_536 + text.charCodeAt(at + 1))
  return pairs.sort((a, b) => a - b)
}

/**
 * Returns the Sørensen–Dice similarity of two texts by their letter pairs, from 0 to 1. It tolerates a typo or another
 * ending, but not another word. Texts of fewer than two pairs have 0.
 */
export function pairSimilarity(a: LetterPairs, b: LetterPairs): number {
  if (a.length < 2 || b.length < 2) return 0
  let shared = 0
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const difference = (a[i] as number) - (b[j] as number)
    if (difference === 0) shared++
    if (difference <= 0) i++
    if (difference >= 0) j++
  }
  return (2 * shared) / (a.length + b.length)
}

/** Says whether two texts can be this similar, by their lengths alone. Most pairs of texts then need no comparison. */
export function canBeAlike(a: LetterPairs, b: LetterPairs, similarityMin: number): boolean {
  return 2 * Math.min(a.length, b.length) >= similarityMin * (a.length + b.length)
}
