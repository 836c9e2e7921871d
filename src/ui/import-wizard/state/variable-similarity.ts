import { WORD_SYNONYMS } from './header-synonyms'
import { letterPairs, pairSimilarity } from './letter-pairs'

/**
 * Measures how well a header means a variable, both normalized: the same name, the same words or their synonyms
 * (`company id` for `account id`), or a similar spelling. Null when it does not.
 */
export function variableSimilarity(header: string, variable: string): { sureness: number; because: string } | null {
  if (header === '' || variable === '') return null
  // A variable of the agent comes before a field with the same name.
  if (header === variable) return { sureness: 1.01, because: 'Same name' }
  const wanted = variable.split(' ')
  const given = header.split(' ')
  const shared = wanted.filter((word) => given.some((other) => sameMeaning(word, other))).length
  if (shared === wanted.length) {
    const extra = given.length - wanted.length
    return { sureness: Math.max(0.45, 0.8 - extra * 0.12), because: `Means “${variable}”` }
  }
  const similarity = pairSimilarity(letterPairs(header), letterPairs(variable))
  return similarity >= 0.75 ? { sureness: similarity * 0.85, because: `Like “${variable}”` } : null
}

function sameMeaning(a: string, b: string): boolean {
  return a === b || WORD_SYNONYMS.some((words) => words.includes(a) && words.includes(b))
}
