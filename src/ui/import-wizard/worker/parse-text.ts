import type { FileFormat } from './file-format'
import { indexOr, type RecordReading, readRecord, type Separators, withoutReturns } from './read-record'

/** Less new text than this waits for more, since parsing many small pieces costs more than parsing few large ones. */
const PARSE_CHARS_MIN = 256 * 1024

/** How many characters after its first line a cell with a stray quotation mark may have. */
const STRAY_CELL_CHARS_MAX = 64 * 1024
/** How many lines of a cell are compared with rows. A longer cell has rows among its first lines if it has any. */
const COMPARED_LINES_MAX = 200

/** The findings for a file whose cells are not quoted. */
export const NO_QUOTATION = { linesInCells: 0, unclosedQuoteAt: null, strayQuotes: null, swallowedRows: null }

/** How often something was found, and the line of the file where it was first found. */
export type FoundInLines = { count: number; firstLine: number }

export type ParsedRecords = {
  /** Every record that is not blank. */
  records: string[][]
  /**
   * The number of each record in the file, from 1. Blank records count, so a spreadsheet shows the same number beside
   * the row.
   */
  recordNumbers: number[]
  blankRecords: number
  /** Line ends inside cells. The lines of the file are the records, the blank records and these. */
  linesInCells: number
  /** The line with a quotation mark that opens a cell and is never closed. */
  unclosedQuoteAt: number | null
  /** Lines with quotation marks that do not pair; the marks were read as characters. */
  strayQuotes: FoundInLines | null
  /** Quoted cells whose lines look like rows. Two stray quotation marks may have paired by chance. */
  swallowedRows: FoundInLines | null
}

/**
 * Parses CSV text that arrives in pieces. An incomplete record stays in the buffer until the rest arrives.
 *
 * A quotation mark may be an ordinary character of a text (`"Ace" Plumbing`), and must then not swallow the rows up to
 * the next mark. When RFC 4180 fails for a line, the parser tries every reading that makes sense. It takes the one that
 * has as many cells as other records and no rows within a cell.
 */
export class RecordParser {
  private readonly separators: { delimiter: string; newline: '\n' | '\r' | null }
  private readonly quoted: boolean
  private buffer = ''
  private parseFrom = PARSE_CHARS_MIN
  private count = 0
  /** True once a record was read in which backslashes escape quotation marks. Later records are then read so first. */
  private escapes = false
  /** How many records have each number of cells. `width` is the most frequent number. */
  private readonly widths: number[] = []
  private width = 0
  private readonly result: ParsedRecords = {
    records: [],
    recordNumbers: [],
    blankRecords: 0,
    ...NO_QUOTATION,
  }

  constructor({ delimiter, quoted }: FileFormat) {
    this.separators = { delimiter, newline: null }
    this.quoted = quoted
  }

  push(text: string): void {
    this.buffer += text
    if (this.buffer.length >= this.parseFrom) this.parse(false)
  }

  finish(): ParsedRecords {
    if (this.buffer !== '') this.parse(true)
    return this.result
  }

  private parse(last: boolean): void {
    const { delimiter } = this.separators
    this.separators.newline ??= findNewline(this.buffer, this.quoted)
    const { newline } = this.separators
    const text = this.buffer
    let at = 0
    let nextQuote = this.quoted ? -1 : text.length
    while (at < text.length) {
      const lineEnd = text.indexOf(newline, at)
      if (lineEnd < 0 && !last) break
      const end = lineEnd < 0 ? text.length : lineEnd
      if (nextQuote < at) {
        const quote = text.indexOf('"', at)
        nextQuote = quote < 0 ? text.length : quote
      }
      if (nextQuote >= end) {
        this.add(text.slice(at, withoutReturns(text, at, end)).split(delimiter))
        at = end + 1
      } else {
        const recordEnd = this.addQuoted(at, end, { delimiter, newline }, last)
        if (recordEnd === null) break
        at = recordEnd + 1
      }
    }
    if (last) {
      this.buffer = ''
      return
    }
    // If all this text holds no complete record, a quotation mark is far from its pair. Waiting for twice as much text
    // each time keeps the work proportional to the file.
    this.parseFrom = at > 0 ? PARSE_CHARS_MIN : text.length * 2
    this.buffer = text.slice(at)
  }

  /**
   * Reads the record with quotation marks that begins here.
   *
   * @returns where the record ends; null when more text is needed
   */
  private addQuoted(from: number, lineEnd: number, separators: Separators, last: boolean): number | null {
    const text = this.buffer
    const reading = readRecord(text, from, text.length, separators, 'stop', this.escapes)
    if (!last && isCut(reading, text)) return null
    const sound = this.isSound(reading, from, lineEnd, separators)
    if (!sound || reading.loose) {
      if (text.slice(from, reading.end).includes('\\"')) {
        const other = readRecord(text, from, text.length, separators, 'stop', !this.escapes)
        if (!last && isCut(other, text)) return null
        if (!other.loose && this.isSound(other, from, lineEnd, separators)) {
          this.escapes = true
          return this.addReading(other, from, lineEnd)
        }
      }
    }
    if (sound) return this.addReading(reading, from, lineEnd)
    return reading.stray || reading.open
      ? this.addStray(reading, from, lineEnd, separators, last)
      : this.addSwallowing(reading, from, lineEnd, separators)
  }

  /** Says whether a reading has nothing odd. */
  private isSound(reading: RecordReading, from: number, lineEnd: number, separators: Separators): boolean {
    if (reading.stray || reading.open) return false
    return reading.end <= lineEnd || !this.holdsRows(from, reading.end, separators)
  }

  /**
   * Adds a record whose quoted cell seems to contain rows. It is kept when it is as wide as other records, and
   * reported.
   */
  private addSwallowing(reading: RecordReading, from: number, lineEnd: number, separators: Separators): number {
    const line = this.readLine(from, lineEnd, separators)
    const width = this.widthBeside(line)
    if (reading.cells.length !== width && line.cells.length === width) return this.addStrayLine(line, from)
    this.result.swallowedRows = this.found(this.result.swallowedRows)
    return this.addReading(reading, from, lineEnd)
  }

  private addStray(
    reading: RecordReading,
    from: number,
    lineEnd: number,
    separators: Separators,
    last: boolean,
  ): number | null {
    const text = this.buffer
    const line = this.readLine(from, lineEnd, separators)
    const width = this.widthBeside(line)
    if (reading.open) {
      this.result.unclosedQuoteAt ??= this.lineNumber
      // A file that was cut off in the middle of a cell ends with that cell. The last line end belongs to the record.
      const end = text.endsWith(separators.newline) ? text.length - 1 : text.length
      return this.holdsRows(from, end, separators)
        ? this.addStrayLine(line, from)
        : this.addReading(readRecord(text, from, end, separators, 'stop', this.escapes), from, lineEnd)
    }
    const inside = (to: number) => readRecord(text, from, to, separators, 'inside', this.escapes)
    const inLine = inside(lineEnd)
    if (inLine.cells.length === width && !inLine.literal) {
      return this.addStrayReading(inLine, from, lineEnd)
    }
    const nextEnd = text.indexOf(separators.newline, lineEnd + 1)
    if (nextEnd < 0 && !last) return null
    const next = this.readLine(lineEnd + 1, nextEnd < 0 ? text.length : nextEnd, separators)
    if (line.cells.length === width && next.cells.length === width) return this.addStrayLine(line, from)
    const to = Math.min(text.length, lineEnd + STRAY_CELL_CHARS_MAX)
    const across = inside(to)
    if (across.end >= to && !last && to === text.length) return null
    const fits = across.end < to || (last && to === text.length)
    if (fits && !across.literal && across.cells.length === width && !this.holdsRows(from, across.end, separators)) {
      return this.addStrayReading(across, from, lineEnd)
    }
    return this.addStrayLine(line, from)
  }

  /**
   * Reads one line by itself. A cell that opens and does not close in the line is a text that begins with a quotation
   * mark.
   */
  private readLine(from: number, lineEnd: number, separators: Separators): RecordReading {
    return readRecord(this.buffer, from, lineEnd, separators, 'literal', this.escapes)
  }

  /**
   * Says whether lines of a record look like records of their own: as wide as others, with paired quotation marks. The
   * last line has the mark that closes the cell. It counts as a row when the first line, with the opening mark, is as
   * wide too.
   */
  private holdsRows(from: number, end: number, separators: Separators): boolean {
    const text = this.buffer
    const firstEnd = text.indexOf(separators.newline, from)
    const firstWidth = () => this.readLine(from, firstEnd, separators).cells.length
    const width = this.width === 0 ? firstWidth() : this.width
    let at = firstEnd + 1
    for (let compared = 0; at > 0 && at <= end && compared < COMPARED_LINES_MAX; compared++) {
      const newline = text.indexOf(separators.newline, at)
      const lineEnd = newline < 0 || newline > end ? end : newline
      const line = this.readLine(at, lineEnd, separators)
      at = lineEnd + 1
      const { length } = line.cells
      const blank = length === 1 && line.cells[0]?.trim() === ''
      if (blank || length < width) continue
      if (length === width && !line.stray && !line.loose) return true
      if (lineEnd !== end || firstWidth() !== width) continue
      // A second stray mark may have opened a cell with a delimiter, and the line then seems wider than it was.
      if (length === width || this.opensBeforeLast(from, firstEnd, separators, width)) return true
    }
    return false
  }

  /** Says whether the quotation mark that is open at the end of a line stands before its last cell. */
  private opensBeforeLast(from: number, lineEnd: number, separators: Separators, width: number): boolean {
    return readRecord(this.buffer, from, lineEnd, separators, 'stop', this.escapes).cells.length < width
  }

  /** Returns how many cells a record usually has. Before any record is known, takes the width of the given line. */
  private widthBeside(line: RecordReading): number {
    return this.width === 0 ? line.cells.length : this.width
  }

  private get lineNumber(): number {
    return this.count + this.result.linesInCells + 1
  }

  private found(before: FoundInLines | null): FoundInLines {
    return { count: (before?.count ?? 0) + 1, firstLine: before?.firstLine ?? this.lineNumber }
  }

  private addStrayLine(line: RecordReading, from: number): number {
    return this.addStrayReading(line, from, line.end)
  }

  private addStrayReading(reading: RecordReading, from: number, lineEnd: number): number {
    this.result.strayQuotes = this.found(this.result.strayQuotes)
    return this.addReading(reading, from, lineEnd)
  }

  private addReading({ cells, end }: RecordReading, from: number, lineEnd: number): number {
    this.add(cells)
    if (end > lineEnd) this.result.linesInCells += countOf(this.separators.newline ?? '\n', this.buffer, from, end)
    return end
  }

  private add(record: string[]): void {
    this.count++
    if (record.every((cell) => cell.trim() === '')) {
      this.result.blankRecords++
      return
    }
    this.result.records.push(record)
    this.result.recordNumbers.push(this.count)
    const { length } = record
    const records = (this.widths[length] ?? 0) + 1
    this.widths[length] = records
    const most = this.widths[this.width] ?? 0
    // A title above the table is a single cell. On a tie, the wider header that follows sets the width.
    if (records > most || (records === most && length > this.width)) this.width = length
  }
}

/** Says whether more text could change a reading. */
function isCut({ stray, open, end }: RecordReading, text: string): boolean {
  return !stray && (open || end >= text.length)
}

function countOf(mark: string, text: string, from: number, to: number): number {
  let count = 0
  for (let at = text.indexOf(mark, from); at >= 0 && at < to; at = text.indexOf(mark, at + 1)) count++
  return count
}

/**
 * Finds how records end. Excel on a Mac ends rows with \r, and breaks lines within a cell with \n, so line ends in
 * quotes do not count.
 */
function findNewline(text: string, quoted: boolean): '\n' | '\r' {
  let [lineFeed, carriageReturn] = [-1, -1]
  let hasReturn = false
  let at = 0
  // Most texts have a \n in their first line, and the rest is then not looked at.
  while (at < text.length) {
    const open = quoted ? text.indexOf('"', at) : -1
    const close = open < 0 ? -1 : text.indexOf('"', open + 1)
    const bareEnd = close < 0 ? text.length : open
    if (lineFeed < at) lineFeed = indexOr(text.indexOf('\n', at), text.length)
    if (lineFeed < bareEnd) return '\n'
    if (carriageReturn < at) carriageReturn = indexOr(text.indexOf('\r', at), text.length)
    if (carriageReturn < bareEnd) hasReturn = true
    at = close < 0 ? text.length : close + 1
  }
  return hasReturn ? '\r' : '\n'
}

/** Parses a text that is complete. */
export function parseText(text: string, format: FileFormat): ParsedRecords {
  const parser = new RecordParser(format)
  parser.push(text)
  return parser.finish()
}
