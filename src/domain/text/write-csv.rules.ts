// What a spreadsheet may run as a formula (OWASP, "CSV injection"): a cell that starts with one of these signs, of full
// width too, with blanks or marks without a width before it, and any cell that starts with a tab or a line end.
const FORMULA = '(?:[\\s\\u200B-\\u200D\\u2060\\uFEFF]*[=+\\-@|＝＋－＠]|[\\t\\r\\n])'
/** The start of a formula, after any number of apostrophes, so that each cell is read back as it was. */
const FORMULA_START = new RegExp(`^'*${FORMULA}`)
const DEFUSED_START = new RegExp(`^'+${FORMULA}`)

/** Puts one `'` before a cell that a spreadsheet would run. */
export function defuseFormula(cell: string): string {
  return FORMULA_START.test(cell) ? `'${cell}` : cell
}

/** Removes the `'` that `defuseFormula` added, and leaves every other one (`'t Hooft`). */
export function restoreDefused(cell: string): string {
  return DEFUSED_START.test(cell) ? cell.slice(1) : cell
}

/**
 * Writes a CSV by RFC 4180: CRLF, quotes where needed, every cell defused. The CSV starts with a byte order mark,
 * without which Excel reads UTF-8 as the local code page.
 *
 * It does not use papaparse's `unparse`. Of the test's eighteen cells to defuse, the pattern of its `escapeFormulae`
 * knows six. With our pattern in its place, `unparse` encloses every defused cell, and writes an empty line under a
 * header without rows.
 *
 * @param columns header names
 * @param rows cells in the order of the columns; missing ones are empty
 */
export function writeCsv(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [columns, ...rows].map((row) => writeCsvLine(columns.map((_, at) => row[at] ?? '')))
  return `${BYTE_ORDER_MARK}${lines.join('')}`
}

/** What a CSV begins with. */
export const BYTE_ORDER_MARK = '\uFEFF'

/** Writes one line of a CSV, for one that is too long to be made whole. */
export function writeCsvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => quote(defuseFormula(cell))).join(',')}\r\n`
}

/**
 * Quotes a cell. Separators of other countries' spreadsheets are quoted too, so that a cell never becomes two, of which
 * the second could be a formula.
 */
function quote(cell: string): string {
  return /[",;\t|\r\n]/.test(cell) || cell !== cell.trim() ? `"${cell.replaceAll('"', '""')}"` : cell
}
