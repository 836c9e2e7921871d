const WORD = /\S+/gu

/** The first letter of a word, and each letter after a hyphen or an apostrophe. */
const INITIAL = /(^[^\p{L}\p{N}]*|[-'\u2010\u2011\u2019])(\p{L})/gu

/**
 * Capitalizes each word that is all upper or all lower case, also after hyphens and apostrophes (`JEAN-LUC O'NEIL` →
 * `Jean-Luc O'Neil`). A word of mixed case (`McDonald`) stays as it is. Applying it twice changes nothing.
 */
export function toTitleCase(text: string): string {
  return text.replace(WORD, capitalizeWord)
}

function capitalizeWord(word: string): string {
  const lower = word.toLowerCase()
  if (word !== lower && word !== word.toUpperCase()) return word
  return lower.replace(INITIAL, (_, before: string, letter: string) => before + upperCaseOf(letter))
}

/**
 * Capitalizes a letter. One whose upper case is several letters (ß → SS) stays as it is, because the word would
 * otherwise change again the next time.
 */
function upperCaseOf(letter: string): string {
  const upper = letter.toUpperCase()
  return upper.length === letter.length ? upper : letter
}
