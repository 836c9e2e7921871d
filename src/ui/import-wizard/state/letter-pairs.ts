/** The pairs of neighbouring letters of a text, each with how often it occurs. */
export type LetterPairs = { length: number; counts: ReadonlyMap<string, number> }

export function letterPairs(text: string): LetterPairs {
  const counts = new Map<string, number>()
  for (let index = 0; index < text.length - 1; index++) {
    const pair = text.slice(index, index + 2)
    counts.set(pair, (counts.get(pair) ?? 0) + 1)
  }
  return { length: Math.max(0, text.length - 1), counts }
}

/** Sørensen–Dice over pairs of letters, 0 to 1: forgives a typo and an ending, not another word. Short texts are never alike. */
export function pairSimilarity(a: LetterPairs, b: LetterPairs): number {
  if (a.length < 2 || b.length < 2) return 0
  let shared = 0
  for (const [pair, count] of a.counts) shared += Math.min(count, b.counts.get(pair) ?? 0)
  return (2 * shared) / (a.length + b.length)
}
