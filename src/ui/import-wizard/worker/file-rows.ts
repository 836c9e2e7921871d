import { restoreDefused } from '@/domain/text/write-csv.rules'
import { profileColumn } from './column-profile'
import { detectHeader } from './detect-header'
import { hashCells } from './hash-cells'
import type { FilePreview } from './messages'
import { nameColumns } from './name-columns'
import type { ReadFile } from './read-file'

const HEAD_RECORDS = 12
/** The page shows these cells cut. A very long cell would only slow the page down. */
const HEAD_CELL_LENGTH_MAX = 300

/** The rows below the header of one file, and the names of its columns. */
export class FileRows {
  private readonly file: ReadFile
  private headerRecord: number | null
  columnNames: readonly string[] = []
  rows: readonly (readonly string[])[] = []
  /** The number of each row in the file, from 1. */
  recordNumbers: readonly number[] = []

  constructor(file: ReadFile) {
    // Our own CSVs put an apostrophe before text that a spreadsheet would run. It is removed here.
    for (const record of file.records) makePlain(record)
    this.file = file
    this.headerRecord = detectHeader(file.records)
    this.cutHeader()
  }

  /** Sets the header's record. With null the file has no header, and its first record is a row. */
  setHeader(headerRecord: number | null): void {
    this.headerRecord = headerRecord
    this.cutHeader()
  }

  /** Says whether the file is a workbook that counts days from 1904. */
  get date1904(): boolean {
    const { format } = this.file
    return 'sheets' in format && format.date1904
  }

  private cutHeader(): void {
    const { records, recordNumbers } = this.file
    const firstRow = this.headerRecord === null ? 0 : this.headerRecord + 1
    this.rows = records.slice(firstRow)
    this.recordNumbers = recordNumbers.slice(firstRow)
    const width = this.rows.reduce((widest, row) => Math.max(widest, row.length), 0)
    this.columnNames = nameColumns(this.headerRecord === null ? null : (records[this.headerRecord] ?? null), width)
  }

  fingerprint(): string {
    return hashCells(this.columnNames, this.rows)
  }

  preview(): FilePreview {
    const { records, recordNumbers, blankRecords, unreadableCharacters, encodingDoubtful, format } = this.file
    const { linesInCells, unclosedQuoteAt, strayQuotes, swallowedRows } = this.file
    const names = this.columnNames
    const width = this.headerRecord === null ? names.length : (records[this.headerRecord]?.length ?? 0)
    const ragged = { shorter: 0, longer: 0, firstRecordNumber: null as number | null }
    for (const [index, row] of this.rows.entries()) {
      if (row.length === width) continue
      // Spreadsheets omit the cells after the last filled one, so a short row of theirs is not ragged.
      if (row.length < width && 'sheets' in format) continue
      if (row.length < width) ragged.shorter++
      // A surplus delimiter at the end of a line loses no cell.
      else if (row.slice(width).some((cell) => cell.trim() !== '')) ragged.longer++
      else continue
      ragged.firstRecordNumber ??= this.recordNumbers[index] ?? null
    }
    return {
      format,
      headerRecord: this.headerRecord,
      columns: names.map((name, column) => ({ name, profile: profileColumn(name, this.rows, column, names.length) })),
      head: records.slice(0, HEAD_RECORDS).map((cells, index) => ({
        recordNumber: recordNumbers[index] ?? index + 1,
        cells: cells.map((cell) => cell.slice(0, HEAD_CELL_LENGTH_MAX)),
      })),
      rows: this.rows.length,
      blankRecords,
      skippedAbove: this.headerRecord ?? 0,
      raggedRows: ragged,
      linesInCells,
      unclosedQuoteAt,
      strayQuotes,
      swallowedRows,
      unreadableCharacters,
      encodingDoubtful,
    }
  }
}

/** A formula with which programs keep Excel from turning a text into a number: `="0012"`. */
const TEXT_FORMULA = /^="([^"]*)"$/

/**
 * Changes a record in place and without an iterator, since a file has millions of cells and hardly any of them changes.
 */
function makePlain(record: string[]): void {
  for (let at = 0; at < record.length; at++) {
    const cell = record[at] as string
    const plain = plainCell(cell)
    if (plain !== cell) record[at] = plain
  }
}

function plainCell(cell: string): string {
  const first = cell.charCodeAt(0)
  if (first === 0x27) return restoreDefused(cell)
  return first === 0x3d ? cell.replace(TEXT_FORMULA, '$1') : cell
}
