import { writeZip, type ZipEntry } from './zip-stream'

/** What a cell can hold. A text is never run as a formula, whatever it begins with. */
export type SheetCell = string | number | null

/** A sheet ends here, by the rules of Excel or before it is a file of 4 GiB; the rows go on in another one. */
const ROWS_PER_SHEET_MAX = 1_048_576
const SHEET_LENGTH_MAX = 1_000_000_000
const CELL_LENGTH_MAX = 32_767
/** Rows are packed in pieces of about this many characters. */
const PIECE_LENGTH = 64 * 1024

const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const DOCUMENT = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

/**
 * Writes an XLSX workbook piece by piece, in as little memory however many rows there are. Texts stand in their cells
 * (inline), so that nothing has to be collected. Rows that are too many for a sheet go on in the next.
 *
 * @param name of the first sheet; the next are called "name 2" and so on
 */
export function writeWorkbook(
  name: string,
  columns: readonly string[],
  rows: AsyncIterable<readonly SheetCell[]>,
): AsyncGenerator<Uint8Array> {
  return writeZip(filesOf(name, columns, rows))
}

async function* filesOf(
  name: string,
  columns: readonly string[],
  rows: AsyncIterable<readonly SheetCell[]>,
): AsyncGenerator<ZipEntry> {
  const iterator = rows[Symbol.asyncIterator]()
  const left = { isDone: false }
  let sheets = 0
  try {
    do {
      sheets++
      yield { name: `xl/worksheets/sheet${sheets}.xml`, content: sheetOf(columns, iterator, left) }
    } while (!left.isDone)
  } finally {
    await iterator.return?.()
  }
  for (const [file, text] of Object.entries(partsOf(name, sheets))) yield { name: file, content: once(text) }
}

async function* once(text: string): AsyncGenerator<string> {
  yield XML + text
}

async function* sheetOf(
  columns: readonly string[],
  rows: AsyncIterator<readonly SheetCell[]>,
  left: { isDone: boolean },
): AsyncGenerator<string> {
  let length = 0
  let piece = `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>${rowOf(1, columns)}`
  for (let number = 2; number <= ROWS_PER_SHEET_MAX && length < SHEET_LENGTH_MAX; number++) {
    const next = await rows.next()
    if (next.done) {
      left.isDone = true
      break
    }
    piece += rowOf(number, next.value)
    if (piece.length < PIECE_LENGTH) continue
    length += piece.length
    yield piece
    piece = ''
  }
  yield `${piece}</sheetData></worksheet>`
}

function rowOf(number: number, cells: readonly SheetCell[]): string {
  let row = `<row r="${number}">`
  for (const [at, cell] of cells.entries()) {
    if (cell === null || cell === '') continue
    const place = `${columnName(at)}${number}`
    row +=
      typeof cell === 'number'
        ? `<c r="${place}"><v>${cell}</v></c>`
        : `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escapeText(cell)}</t></is></c>`
  }
  return `${row}</row>`
}

/** A, B … Z, AA, AB … */
function columnName(at: number): string {
  const letter = String.fromCharCode(65 + (at % 26))
  return at < 26 ? letter : columnName(Math.floor(at / 26) - 1) + letter
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML cannot hold.
const UNWRITABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** Writes a text so that it is read back as it was. A text that looks like Excel's escape for a character is escaped. */
function escapeText(text: string): string {
  return text
    .toWellFormed()
    .slice(0, CELL_LENGTH_MAX)
    .toWellFormed()
    .replace(UNWRITABLE, '')
    .replace(/_x(?=[0-9A-Fa-f]{4}_)/g, '_x005F_x')
    .replace(/[&<>]/g, (character) => ENTITIES[character] ?? '')
}

function partsOf(name: string, sheets: number): Record<string, string> {
  const numbers = Array.from({ length: sheets }, (_, at) => at + 1)
  const parts = (write: (number: number) => string) => numbers.map(write).join('')
  const title = (number: number) => escapeText(number === 1 ? name : `${name} ${number}`)
  return {
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${DOCUMENT}"><sheets>${parts((n) => `<sheet name="${title(n)}" sheetId="${n}" r:id="rId${n}"/>`)}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships">${parts((n) => `<Relationship Id="rId${n}" Type="${DOCUMENT}/worksheet" Target="worksheets/sheet${n}.xml"/>`)}</Relationships>`,
    '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>${parts((n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${TYPE}.worksheet+xml"/>`)}</Types>`,
  }
}
