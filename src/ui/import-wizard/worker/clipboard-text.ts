import Papa from 'papaparse'
import { defuseFormula, restoreDefused } from '@/domain/text/write-csv.rules'

/** What Excel writes between two rows. */
const LINE_END = '\r\n'
/** Stands for "no quotation mark"; it cannot be in a cell of ours. */
const NO_QUOTE = '\u0000'

/** A signed number, as a phone number is: a spreadsheet runs nothing in it. */
const SIGNED_NUMBER = /^[+-][\d\s().-]*$/

/**
 * Cells as spreadsheets put them on the clipboard: tabs between cells, a line a row, quotation marks around a cell that
 * has one of these or a quotation mark in it. A formula is defused as in a CSV of ours; a phone number stays as it is,
 * for whoever pastes it elsewhere.
 */
export function writeClipboardText(rows: readonly (readonly string[])[]): string {
  const text = rows.map((row) => row.map(writeCell).join('\t')).join(LINE_END)
  // A last line end is no row to whoever reads this; here it would be one.
  return text.endsWith(LINE_END) ? text + LINE_END : text
}

function writeCell(cell: string): string {
  const safe = SIGNED_NUMBER.test(cell) ? cell : defuseFormula(cell)
  return /["\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/**
 * The cells of a text from Excel, Google Sheets or a grid of ours; of any other text its lines, cut at tabs. Rows may
 * have different lengths; there is always one with one cell at least.
 */
export function readClipboardText(text: string): string[][] {
  const quoted = parse(text, '"')
  // Quotation marks that do not pair are none: 5" pipes, or a text that somebody wrote.
  const { data } = quoted.errors.some(({ type }) => type === 'Quotes') ? parse(text, NO_QUOTE) : quoted
  return data.length === 0 ? [['']] : data.map((row) => row.map(restoreDefused))
}

function parse(text: string, quoteChar: string): Papa.ParseResult<string[]> {
  const unquoted = quoteChar === NO_QUOTE ? text : text.replace(/"(?:[^"]|"")*"/g, '')
  const newline = unquoted.includes('\r\n') ? '\r\n' : unquoted.includes('\n') || !unquoted.includes('\r') ? '\n' : '\r'
  // Excel ends its last row too.
  const rows = text.endsWith(newline) ? text.slice(0, -newline.length) : text
  return new Papa.Parser({ delimiter: '\t', newline, quoteChar }).parse(rows, 0, false) as Papa.ParseResult<string[]>
}
