import Papa from 'papaparse'
import { defuseFormula, restoreDefused } from '@/domain/text/write-csv.rules'

/** Excel's line end between two rows. */
const LINE_END = '\r\n'
/** Stands for "no quotation mark". No cell can contain this character. */
const NO_QUOTE = '\u0000'

/** A signed number, such as a phone number. A spreadsheet runs nothing in it. */
const SIGNED_NUMBER = /^[+-][\d\s().-]*$/

/**
 * Writes cells as spreadsheets put them on the clipboard: tabs between cells, one line per row, and quotation marks
 * around cells that contain a tab, a line end or a quotation mark. Formulas are defused as in our CSVs. Phone numbers
 * stay unchanged, so that they can be pasted elsewhere.
 */
export function writeClipboardText(rows: readonly (readonly string[])[]): string {
  const text = rows.map((row) => row.map(writeCell).join('\t')).join(LINE_END)
  // Readers ignore one line end at the end of the text. A last row that is empty therefore needs a second one.
  return text.endsWith(LINE_END) ? text + LINE_END : text
}

function writeCell(cell: string): string {
  const safe = SIGNED_NUMBER.test(cell) ? cell : defuseFormula(cell)
  return /["\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/**
 * Reads the cells of a text from Excel, Google Sheets or our grid. Any other text is cut into lines and at tabs. Rows
 * may differ in length, and there is at least one row with one cell.
 */
export function readClipboardText(text: string): string[][] {
  const quoted = parse(text, '"')
  // Quotation marks that do not pair are ordinary characters, as in 5" pipes.
  const { data } = quoted.errors.some(({ type }) => type === 'Quotes') ? parse(text, NO_QUOTE) : quoted
  return data.length === 0 ? [['']] : data.map((row) => row.map(restoreDefused))
}

function parse(text: string, quoteChar: string): Papa.ParseResult<string[]> {
  const unquoted = quoteChar === NO_QUOTE ? text : text.replace(/"(?:[^"]|"")*"/g, '')
  const newline = unquoted.includes('\r\n') ? '\r\n' : unquoted.includes('\n') || !unquoted.includes('\r') ? '\n' : '\r'
  // Excel writes a line end after its last row too.
  const rows = text.endsWith(newline) ? text.slice(0, -newline.length) : text
  return new Papa.Parser({ delimiter: '\t', newline, quoteChar }).parse(rows, 0, false) as Papa.ParseResult<string[]>
}
