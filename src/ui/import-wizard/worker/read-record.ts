const QUOTE = 0x22
const BACKSLASH = 0x5c
const SPACE = 0x20
const RETURN = 0x0d

/** The characters that separate cells and records of one file. */
export type Separators = { delimiter: string; newline: '\n' | '\r' }

/**
 * How to read a quotation mark that closes a cell without a delimiter or line end after it. The reading ends there
 * (`stop`), the mark is a character of the cell, which goes on (`inside`), or the cell is not quoted at all and its
 * marks are characters (`literal`).
 */
type StrayMeaning = 'stop' | 'inside' | 'literal'

export type RecordReading = {
  cells: string[]
  /**
   * Index of the line end behind the record, or of the end of the text. If a stray mark stopped the reading, the index
   * behind that mark.
   */
  end: number
  /** A cell closes without a delimiter or line end after it. */
  stray: boolean
  /** A quotation mark stands in a cell that does not begin with one: `5" pipe`. */
  loose: boolean
  /** The last cell is never closed, and holds the rest of the text. */
  open: boolean
  /** A cell that begins with a quotation mark was read as not quoted. */
  literal: boolean
}

/**
 * Reads one record by RFC 4180. Blanks between a closing quotation mark and the delimiter are allowed.
 *
 * @param to where the text ends for this reading
 * @param escapes whether a backslash before a quotation mark makes the mark a character, as MySQL writes it
 */
export function readRecord(
  text: string,
  from: number,
  to: number,
  separators: Separators,
  strays: StrayMeaning,
  escapes: boolean,
): RecordReading {
  const { delimiter, newline } = separators
  const delimiterCode = delimiter.charCodeAt(0)
  const newlineCode = newline.charCodeAt(0)
  const reading: RecordReading = { cells: [], end: to, stray: false, loose: false, open: false, literal: false }
  const { cells } = reading
  let at = from
  // Searched again only once it is passed. Otherwise a text without delimiters would be searched to its end for every
  // cell.
  let nextDelimiter = -1
  let nextLine = -1
  let nextQuote = -1
  for (;;) {
    let enclosed = at < to && text.charCodeAt(at) === QUOTE
    if (enclosed) {
      const quote = text.indexOf('"', at + 1)
      const code = quote + 1 < to ? text.charCodeAt(quote + 1) : -1
      if (quote > 0 && !escapes && (code === delimiterCode || code === newlineCode)) {
        // The simple case of most quoted cells.
        cells.push(text.slice(at + 1, quote))
        at = quote + 1
      } else {
        const close = findClose(text, at, to, separators, strays, escapes)
        if (close.kind === 'closed') {
          if (close.stray) reading.stray = true
          cells.push(unquote(text.slice(at + 1, close.at), escapes))
          at = close.next
        } else if (strays === 'stop') {
          if (close.kind === 'stray') reading.stray = true
          else reading.open = true
          cells.push(unquote(text.slice(at + 1, close.next), escapes))
          reading.end = close.next
          return reading
        } else {
          reading.stray = true
          reading.literal = true
          enclosed = false
        }
      }
    }
    if (!enclosed) {
      if (nextDelimiter < at) nextDelimiter = indexOr(text.indexOf(delimiter, at), to)
      if (nextLine < at) nextLine = indexOr(text.indexOf(newline, at), to)
      const end = Math.min(nextDelimiter, nextLine, to)
      const cell = text.slice(at, end === nextDelimiter ? end : withoutReturns(text, at, end))
      if (nextQuote < at) nextQuote = indexOr(text.indexOf('"', at), to)
      if (nextQuote < end && nextQuote > at) reading.loose = true
      cells.push(cell)
      at = end
    }
    if (at >= to || text.charCodeAt(at) === newlineCode) {
      reading.end = Math.min(at, to)
      return reading
    }
    at++
  }
}

/** Returns where a line ends without the \r of Windows' line ends. Some programs write two of them. */
export function withoutReturns(text: string, from: number, lineEnd: number): number {
  let end = lineEnd
  while (end > from && text.charCodeAt(end - 1) === RETURN) end--
  return end
}

type Close = { kind: 'closed' | 'stray' | 'open'; at: number; next: number; stray: boolean }

/** Finds where a quoted cell closes, and where the text goes on after it. */
function findClose(
  text: string,
  open: number,
  to: number,
  { delimiter, newline }: Separators,
  strays: StrayMeaning,
  escapes: boolean,
): Close {
  let search = open + 1
  let stray = false
  for (;;) {
    const quote = text.indexOf('"', search)
    if (quote < 0 || quote >= to) return { kind: 'open', at: -1, next: to, stray }
    if (escapes && isEscaped(text, quote, open)) {
      search = quote + 1
      continue
    }
    if (quote + 1 < to && text.charCodeAt(quote + 1) === QUOTE) {
      search = quote + 2
      continue
    }
    const next = skipBlanks(text, quote + 1, to, newline)
    if (next >= to || text[next] === delimiter || text[next] === newline) {
      return { kind: 'closed', at: quote, next, stray }
    }
    stray = true
    if (strays !== 'inside') return { kind: 'stray', at: -1, next: quote + 1, stray }
    search = quote + 1
  }
}

function skipBlanks(text: string, start: number, end: number, newline: string): number {
  let at = start
  while (at < end) {
    const code = text.charCodeAt(at)
    // The same \r that `withoutReturns` drops.
    if (code !== SPACE && !(code === RETURN && newline === '\n')) break
    at++
  }
  return at
}

/** Returns the result of an `indexOf`, or `otherwise` when nothing was found. */
export function indexOr(index: number, otherwise: number): number {
  return index < 0 ? otherwise : index
}

/** Says whether a quotation mark is escaped. An even number of backslashes before it are only backslashes. */
function isEscaped(text: string, quote: number, open: number): boolean {
  let backslashes = 0
  while (quote - 1 - backslashes > open && text.charCodeAt(quote - 1 - backslashes) === BACKSLASH) backslashes++
  return backslashes % 2 === 1
}

function unquote(cell: string, escapes: boolean): string {
  if (escapes && cell.includes('\\')) return cell.replaceAll(/\\(["\\])|""/g, (_, escaped) => escaped ?? '"')
  return cell.includes('"') ? cell.replaceAll('""', '"') : cell
}
