const WORD = /\S+/gu

/** The first letter of a word, and each letter after a hyphen or an apostrophe. */
const INITIAL = /(^[^\p{L}\p{N}]*|[-'\u2010\u2011\u2019])(\p{L})/gu

/**
 * Capitalizes each word that is all upper or all lower case, after hyphens and apostrophes too
 * (`JEAN-LUC O'NEIL` → `Jean-Luc O'Neil`); a word of mixed case (`McDonald`) is left alone. Idempotent.
 */
export function toTitleCase(text: string): string {
  return text.replace(WORD, capitalizeWord)
}

function capitalizeWord(word: string): string {
  const lower = word.toLowerCase()
  if (word !== lower && word !== word.toUpperCase()) return word
  return lower.replace(INITIAL, (_, before: string, letter: string) => before + upperCaseOf(letter))
}

/** A letter whose upper case is several (ß → SS) stays: its result would be a word of another case the next time. */
function upperCaseOf(letter: string): string {
  const upper = letter.toUpperCase()
  return upper.length === letter.length ? upper : letter
}
