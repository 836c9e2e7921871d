import { type CellFormat, formatNumberCell } from './format-number-cell'
import { attributeOf, decodeEscapes, scanXml } from './scan-xml'

/** What the cells of a sheet refer to. */
export type SheetContext = {
  sharedStrings: readonly string[]
  /** By the index that a cell's `s` attribute has. */
  formats: readonly CellFormat[]
  date1904: boolean
}

/** Rows with a cell that is not blank, each with its number in the spreadsheet; `blank` are those between them. */
export type SheetRows = { records: string[][]; recordNumbers: number[]; blank: number }

const ROWS_BETWEEN_PAUSES = 4_000
const COLUMNS_MAX = 16_384

/**
 * The rows of one sheet. A formula counts as the value that was saved with it. Lets others have a turn now and then, so
 * that a large sheet can be cancelled.
 *
 * @param onProgress how much of the sheet is read, 0 to 1
 */
export async function parseSheet(
  xml: string,
  context: SheetContext,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<SheetRows> {
  const reader = new RowReader(context)
  let at = 0
  while (at < xml.length) {
    let closed = 0
    at = scanXml(xml, reader, at, () => reader.rowClosed && ++closed >= ROWS_BETWEEN_PAUSES)
    onProgress(at / xml.length)
    await new Promise((resolve) => setTimeout(resolve))
    signal.throwIfAborted()
  }
  return reader.finish()
}

class RowReader {
  private readonly context: SheetContext
  private readonly result: SheetRows = { records: [], recordNumbers: [], blank: 0 }
  rowClosed = false
  private rowNumber = 0
  private cells: string[] = []
  private column = -1
  private type = 'n'
  private style = 0
  private value = ''
  private inValue = false
  private inPhonetic = false

  constructor(context: SheetContext) {
    this.context = context
  }

  open = (name: string, attributes: string): void => {
    this.rowClosed = false
    if (name === 'row') {
      // Rows and cells without a reference follow the one before.
      this.rowNumber = Number(attributeOf(attributes, 'r') ?? this.rowNumber + 1)
      this.cells = []
      this.column = -1
    } else if (name === 'c') {
      const reference = attributeOf(attributes, 'r')
      this.column = reference === undefined ? this.column + 1 : columnOf(reference)
      this.type = attributeOf(attributes, 't') ?? 'n'
      this.style = Number(attributeOf(attributes, 's') ?? 0)
      this.value = ''
    } else if (name === 'rPh') this.inPhonetic = true
    else if (name === 'v' || name === 't') this.inValue = true
  }

  text = (text: string): void => {
    if (this.inValue && !this.inPhonetic) this.value += text
  }

  close = (name: string): void => {
    if (name === 'v' || name === 't') this.inValue = false
    else if (name === 'rPh') this.inPhonetic = false
    else if (name === 'c') this.addCell()
    else if (name === 'row') this.addRow()
  }

  finish(): SheetRows {
    const { records, recordNumbers } = this.result
    // Spreadsheets leave the cells after the last one out: a row is not ragged for that.
    const width = records.reduce((widest, record) => Math.max(widest, record.length), 0)
    for (const record of records) while (record.length < width) record.push('')
    const last = recordNumbers.at(-1) ?? 0
    return { ...this.result, blank: Math.max(0, last - records.length) }
  }

  private addCell(): void {
    if (this.column < 0 || this.column >= COLUMNS_MAX) return
    const text = this.textOfCell()
    if (text === '') return
    while (this.cells.length < this.column) this.cells.push('')
    this.cells[this.column] = text
  }

  private textOfCell(): string {
    const { type, value, context } = this
    if (type === 's') return context.sharedStrings[Number(value)] ?? ''
    if (type === 'b') return value === '1' || value === 'true' ? 'TRUE' : 'FALSE'
    if (type === 'inlineStr' || type === 'str') return decodeEscapes(value)
    if (type !== 'n' || value.trim() === '') return type === 'd' ? value.replace(/T00:00:00(?:\.0+)?Z?$/, '') : value
    const number = Number(value)
    const format = context.formats[this.style] ?? { kind: 'plain' }
    return Number.isFinite(number) ? formatNumberCell(number, format, context.date1904) : value
  }

  private addRow(): void {
    this.rowClosed = true
    if (this.cells.every((cell) => cell.trim() === '')) return
    this.result.records.push(this.cells)
    this.result.recordNumbers.push(this.rowNumber)
  }
}

/** `AB12` → 27. */
function columnOf(reference: string): number {
  let column = 0
  for (let at = 0; at < reference.length; at++) {
    const code = reference.charCodeAt(at) & ~32
    if (code < 65 || code > 90) break
    column = column * 26 + (code - 64)
  }
  return column - 1
}
