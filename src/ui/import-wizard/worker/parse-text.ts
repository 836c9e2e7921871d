import Papa from 'papaparse'
import type { FileFormat } from './file-format'

/** Below this much new text a chunk waits for the next one: parsing many small pieces costs more than few large ones. */
const PARSE_CHARS_MIN = 256 * 1024

/** Stands for "no quotation mark"; it cannot be in a cell of ours. */
const NO_QUOTE = '\u0000'

export type ParsedRecords = {
  /** Every record that is not blank. */
  records: string[][]
  /** 1-based number of each record in the file, blank ones counted: what a spreadsheet shows beside the row. */
  recordNumbers: number[]
  blankRecords: number
  /** The record whose quotation mark is never closed, so that it swallowed the rest of the file. */
  unclosedQuoteAt: number | null
}

/**
 * Parses CSV text that arrives in pieces. A record that is not complete yet stays in the buffer until it is.
 * papaparse's own streaming reads the file in slices of bytes and breaks characters at their edges; its parser alone,
 * fed with decoded text, does not.
 */
export class RecordParser {
  private readonly format: FileFormat
  private newline: '\n' | '\r' | null = null
  private buffer = ''
  private parseFrom = PARSE_CHARS_MIN
  private count = 0
  private readonly result: ParsedRecords = { records: [], recordNumbers: [], blankRecords: 0, unclosedQuoteAt: null }

  constructor(format: FileFormat) {
    this.format = format
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
    const { delimiter, quoted } = this.format
    this.newline ??= findNewline(this.buffer, quoted)
    const parser = new Papa.Parser({
      delimiter,
      newline: this.newline,
      quoteChar: quoted ? '"' : NO_QUOTE,
      fastMode: quoted ? undefined : true,
    })
    const { data, errors, meta } = parser.parse(this.buffer, 0, !last) as Papa.ParseResult<string[]>
    if (last && errors.some(({ code }) => code === 'MissingQuotes'))
      this.result.unclosedQuoteAt = this.count + data.length
    // What follows the last line end is no record. An unclosed quotation mark has swallowed the line end: that one is.
    if (last && this.buffer.endsWith(this.newline) && data.at(-1)?.join() === '') data.pop()
    for (const record of data) this.add(record)
    if (last) {
      this.buffer = ''
      return
    }
    // Nothing complete in all this text is a quotation mark far from its pair. Doubling what is waited for keeps the
    // work in proportion to the file.
    this.parseFrom = meta.cursor > 0 ? PARSE_CHARS_MIN : this.buffer.length * 2
    this.buffer = this.buffer.slice(meta.cursor)
  }

  private add(record: string[]): void {
    this.count++
    const end = record.length - 1
    const lastCell = record[end]
    // With records split at \n, the \r of Windows' line ends is left on the last cell; some programs write two of them.
    if (lastCell?.endsWith('\r')) record[end] = lastCell.replace(/\r+$/, '')
    if (record.every((cell) => cell.trim() === '')) {
      this.result.blankRecords++
      return
    }
    this.result.records.push(record)
    this.result.recordNumbers.push(this.count)
  }
}

/** Excel on a Mac ends rows with \r, and breaks lines within a cell with \n: those in quotes do not count. */
function findNewline(text: string, quoted: boolean): '\n' | '\r' {
  if (!text.includes('\r')) return '\n'
  const bare = quoted ? text.replaceAll(/"[^"]*"/g, '') : text
  return bare.includes('\r') && !bare.includes('\n') ? '\r' : '\n'
}

/** Parses text that is there as a whole. */
export function parseText(text: string, format: FileFormat): ParsedRecords {
  const parser = new RecordParser(format)
  parser.push(text)
  return parser.finish()
}
