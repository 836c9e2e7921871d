import { UnreadableFileError } from '@/ui/import-wizard/worker/file-format'
import { type CellFormat, formatNumberCell } from './format-number-cell'
import { attributeOf, decodeEscapes, scanXml } from './scan-xml'

/** What the cells of a sheet refer to. */
export type SheetContext = {
  sharedStrings: readonly string[]
  /** By the index in a cell's `s` attribute. */
  formats: readonly CellFormat[]
  date1904: boolean
}

/**
 * The rows of a sheet with a cell that is not blank, with their numbers in the spreadsheet. `blank` counts the rows
 * between them. A row ends with its last filled cell. Hidden rows and columns are included, and listed.
 */
export type SheetRows = {
  records: string[][]
  recordNumbers: number[]
  blank: number
  /** Indexes among the records. */
  hiddenRows: ReadonlySet<number>
  /** Indexes of columns, from 0. */
  hiddenColumns: ReadonlySet<number>
  mergedCellsFilled: number
}

const ROWS_BETWEEN_PAUSES = 4_000
/** The largest sheet that Excel can have (its specifications and limits). */
const COLUMNS_MAX = 16_384
const ROW_NUMBER_MAX = 1_048_576

/**
 * Limits of the cells and characters of one sheet. A row with a single cell far to the right has many cells, so a file
 * of a few kilobytes could fill the memory.
 */
export const CELLS_MAX = 10_000_000
const CHARACTERS_MAX = 256 * 1024 * 1024

/**
 * Reads the rows of one sheet. A formula counts as the value that was saved with it. Pauses now and then, so that
 * reading a large sheet can be cancelled.
 *
 * @param onProgress called with the share that is read, from 0 to 1
 * @param rowsMax stops after so many rows, for a look at the beginning
 * @throws UnreadableFileError for more cells than a list of contacts has
 */
export async function parseSheet(
  xml: string,
  context: SheetContext,
  onProgress: (share: number) => void,
  signal: AbortSignal,
  rowsMax = Number.POSITIVE_INFINITY,
): Promise<SheetRows> {
  const reader = new RowReader(context)
  let at = 0
  while (at < xml.length && reader.rows < rowsMax) {
    let closed = 0
    const pauseAfter = Math.min(ROWS_BETWEEN_PAUSES, rowsMax)
    at = scanXml(xml, reader, at, () => reader.rowClosed && ++closed >= pauseAfter)
    onProgress(at / xml.length)
    await new Promise((resolve) => setTimeout(resolve))
    signal.throwIfAborted()
  }
  return reader.finish()
}

type MergedRange = { column: number; firstRow: number; lastRow: number }

class RowReader {
  private readonly context: SheetContext
  private readonly records: string[][] = []
  private readonly recordNumbers: number[] = []
  private readonly hiddenRows = new Set<number>()
  private readonly hiddenColumns = new Set<number>()
  private readonly merged: MergedRange[] = []
  rowClosed = false
  private rowNumber = 0
  private rowHidden = false
  private cells: string[] = []
  private cellsMade = 0
  private charactersMade = 0
  private column = -1
  private type = 'n'
  private style = 0
  private value = ''
  private inValue = false
  private inPhonetic = false

  constructor(context: SheetContext) {
    this.context = context
  }

  get rows(): number {
    return this.records.length
  }

  open = (name: string, attributes: string): void => {
    this.rowClosed = false
    if (name === 'row') this.openRow(attributes)
    else if (name === 'c') {
      const reference = attributeOf(attributes, 'r')
      this.column = reference === undefined ? this.column + 1 : columnOf(reference)
      this.type = attributeOf(attributes, 't') ?? 'n'
      this.style = Number(attributeOf(attributes, 's') ?? 0)
      this.value = ''
    } else if (name === 'rPh') this.inPhonetic = true
    else if (name === 'v' || name === 't') this.inValue = true
    else if (name === 'col') this.noteColumns(attributes)
    else if (name === 'mergeCell') this.noteMerged(attributeOf(attributes, 'ref') ?? '')
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
    const { records, recordNumbers, hiddenRows, hiddenColumns } = this
    const mergedCellsFilled = this.fillMerged()
    const last = recordNumbers.at(-1) ?? 0
    const blank = Math.max(0, last - records.length)
    return { records, recordNumbers, blank, hiddenRows, hiddenColumns, mergedCellsFilled }
  }

  private openRow(attributes: string): void {
    // A row or cell without a reference follows the one before.
    const number = Number(attributeOf(attributes, 'r') ?? Number.NaN)
    const isRow = Number.isInteger(number) && number > 0 && number <= ROW_NUMBER_MAX
    this.rowNumber = isRow ? number : this.rowNumber + 1
    this.rowHidden = isSet(attributes, 'hidden') || Number(attributeOf(attributes, 'ht') ?? 1) === 0
    this.cells = []
    this.column = -1
  }

  private noteColumns(attributes: string): void {
    if (!isSet(attributes, 'hidden') && Number(attributeOf(attributes, 'width') ?? 1) !== 0) return
    const first = Number(attributeOf(attributes, 'min') ?? 0)
    const last = Math.min(Number(attributeOf(attributes, 'max') ?? 0), COLUMNS_MAX)
    for (let column = Math.max(1, first); column <= last; column++) this.hiddenColumns.add(column - 1)
  }

  private noteMerged(reference: string): void {
    const match = /^\$?([A-Z]{1,3})\$?(\d{1,7}):\$?[A-Z]{1,3}\$?(\d{1,7})$/i.exec(reference)
    if (!match) return
    const [, first = '', firstRow, lastRow] = match
    this.merged.push({ column: columnOf(first), firstRow: Number(firstRow), lastRow: Number(lastRow) })
  }

  /**
   * Copies the value of a merged range into the rows below its first cell, since it is meant for them too. Does not
   * copy it to the right, where a title above the table would become a header.
   */
  private fillMerged(): number {
    const downwards = this.merged.filter(({ firstRow, lastRow }) => lastRow > firstRow)
    if (downwards.length === 0) return 0
    const placeOf = new Map(this.recordNumbers.map((number, place) => [number, place]))
    let filled = 0
    for (const { column, firstRow, lastRow } of downwards) {
      const value = this.records[placeOf.get(firstRow) ?? -1]?.[column] ?? ''
      if (value === '') continue
      const end = Math.min(lastRow, this.recordNumbers.at(-1) ?? 0)
      for (let row = firstRow + 1; row <= end; row++) {
        this.count(1, 0)
        const cells = this.records[placeOf.get(row) ?? -1]
        if (!cells || (cells[column] ?? '') !== '') continue
        this.count(Math.max(0, column - cells.length), value.length)
        while (cells.length < column) cells.push('')
        cells[column] = value
        filled++
      }
    }
    return filled
  }

  private addCell(): void {
    if (this.column < 0 || this.column >= COLUMNS_MAX) return
    const text = this.textOfCell()
    if (text === '') return
    this.count(Math.max(1, this.column + 1 - this.cells.length), text.length)
    while (this.cells.length < this.column) this.cells.push('')
    this.cells[this.column] = text
  }

  /**
   * Counts cells and characters before they are made.
   *
   * @throws UnreadableFileError beyond the limits
   */
  private count(cells: number, characters: number): void {
    this.cellsMade += cells
    this.charactersMade += characters
    if (this.cellsMade <= CELLS_MAX && this.charactersMade <= CHARACTERS_MAX) return
    throw new UnreadableFileError(
      `This sheet has over ${CELLS_MAX.toLocaleString('en-US')} cells, more than any list of contacts. Delete what is far to the right of the list, or save the sheet as “CSV UTF-8”.`,
    )
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
    if (this.rowHidden) this.hiddenRows.add(this.records.length)
    this.records.push(this.cells)
    this.recordNumbers.push(this.rowNumber)
  }
}

function isSet(attributes: string, name: string): boolean {
  return /^(?:1|true|on)$/.test(attributeOf(attributes, name) ?? '')
}

/** Returns the index of a cell's column: `AB12` → 27. */
function columnOf(reference: string): number {
  let column = 0
  for (let at = 0; at < reference.length; at++) {
    const code = reference.charCodeAt(at) & ~32
    if (code < 65 || code > 90) break
    column = column * 26 + (code - 64)
  }
  return column - 1
}
