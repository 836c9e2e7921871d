import type { FindQuery } from './review-messages'

/** Finds and replaces a text in cells. The text is matched literally and is no pattern. */
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
    // The replacement is a function, so that $ stays a dollar sign.
    replaceIn: (cell, replacement) => (text === '' ? cell : cell.replace(all, () => replacement)),
  }
}
