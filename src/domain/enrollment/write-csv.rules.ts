// A spreadsheet runs a cell that starts with one of these as a formula (OWASP, "CSV injection").
const FORMULA_START = /^[=+\-@\t\r]/
const DEFUSED_START = /^'[=+\-@\t\r]/

/** Puts one `'` before a cell that a spreadsheet would run. */
export function defuseFormula(cell: string): string {
  return FORMULA_START.test(cell) ? `'${cell}` : cell
}

/** Takes the `'` of `defuseFormula` off again, and leaves every other one (`'t Hooft`) where it is. */
export function restoreDefused(cell: string): string {
  return DEFUSED_START.test(cell) ? cell.slice(1) : cell
}

/**
 * A CSV by RFC 4180: CRLF, quotes where needed, every cell defused. It starts with a byte order mark, without which
 * Excel reads UTF-8 as the local code page.
 *
 * @param columns header names
 * @param rows cells in the order of the columns; missing ones are empty
 */
export function writeCsv(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [columns, ...rows].map((row) => columns.map((_, at) => quote(defuseFormula(row[at] ?? ''))).join(','))
  return `\uFEFF${lines.join('\r\n')}\r\n`
}

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) || cell !== cell.trim() ? `"${cell.replaceAll('"', '""')}"` : cell
}
