/** Tells whether a field of an analysis says yes. Models write it as `true`, as a word, or as a word with blanks. */
export function isTrueWord(value: unknown): boolean {
  if (typeof value !== 'string') return value === true
  return ['true', 'yes', 'success', 'successful'].includes(value.trim().toLowerCase())
}
