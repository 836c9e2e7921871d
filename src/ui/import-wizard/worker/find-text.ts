import type { FindQuery } from './review-messages'

/** Tells and replaces occurrences of a text in cells, exactly as it is written: nothing in it is a pattern. */
export function textFinder({ text, matchCase, wholeCell }: Pick<FindQuery, 'text' | 'matchCase' | 'wholeCell'>): {
  isIn: (cell: string) => boolean
  replaceIn: (cell: string, replacement: string) => string
} {
  const literal = text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  const flags = matchCase ? 'u' : 'iu'
  const found = new RegExp(wholeCell ? `^\\s*${literal.trim()}\\s*$` : literal, flags)
  const all = new RegExp(found.source, `${flags}g`)
  return {
    isIn: (cell) => text !== '' && found.test(cell),
    // A function, so that $ in the replacement is a dollar sign.
    replaceIn: (cell, replacement) => (text === '' ? cell : cell.replace(all, () => replacement)),
  }
}
