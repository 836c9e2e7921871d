import { READ_AS_COLUMN, REJECTION_REASON_COLUMN } from '@/domain/batches/rejections-csv.rules'
import { CONTACTS_PER_BATCH_MAX } from '@/domain/enrollment/enrollment.schema'
import { writeCsv } from '@/domain/text/write-csv.rules'
import { carriedColumn } from '@/ui/import-wizard/state/carried-column'
import { FileRows } from './file-rows'
import type { FreezableTable } from './freeze-import'
import { JudgePool } from './judge-pool'
import type { FilePreview, FrozenContacts, RejectedRow } from './messages'
import type { ReadFile } from './read-file'
import { type ReviewEvents, RowReview } from './row-review'
import { rowFaultsOf } from './show-row'

/** A request has 5 MB at most, options and all. */
const CONTACTS_BYTES_MAX = 4_500_000

const UNHEARD: ReviewEvents = { onProgress: () => {} }

/**
 * The rows of one file, what the operator has done to them, and the verdict on each. Lives in the worker; the page
 * sees summaries and the slice of rows that is on the screen.
 */
export class ImportTable {
  private readonly file: FileRows
  private readonly pool: JudgePool
  private readonly events: ReviewEvents
  review: RowReview

  /** Without a pool rows are judged here, and nobody is told of events. */
  constructor(file: ReadFile, pool = new JudgePool(), events: ReviewEvents = UNHEARD) {
    this.pool = pool
    this.events = events
    this.file = new FileRows(file)
    this.review = new RowReview(this.file, pool, events)
  }

  /** Null: the file has no header, its first record is a row. What was typed into rows is dropped: they are others now. */
  setHeader(headerRecord: number | null): FilePreview {
    this.file.setHeader(headerRecord)
    this.review.stop()
    this.review = new RowReview(this.file, this.pool, this.events)
    return this.preview()
  }

  preview(): FilePreview {
    return this.file.preview()
  }

  /** What the list is known by when it comes again: its cells as the file has them. */
  fingerprint(): string {
    return this.file.fingerprint()
  }

  /** Null where the contacts are more than one request takes: they are staged then. */
  freeze(): FrozenContacts | null {
    const rows = this.review.includedRows()
    if (rows.length > CONTACTS_PER_BATCH_MAX) return null
    const contacts = rows.map((row) => this.review.cells.sentContactOf(row))
    return new Blob([JSON.stringify(contacts)]).size > CONTACTS_BYTES_MAX ? null : { contacts, rows }
  }

  freezable(): FreezableTable {
    const { cells, verdicts } = this.review
    const { columns, cellsOf } = this.columnsFor(this.review.includedRows())
    return {
      columns,
      rows: this.file.rows.length,
      isLeftOut: (row) => verdicts.isLeftOut(row),
      isValid: (row) => verdicts.isValid(row),
      groupOf: (row) => verdicts.groupValueOf(row),
      // Of a faulty row the number stays as it was written: nobody reads it any more.
      contactOf: (row) => (verdicts.isValid(row) ? cells.sentContactOf(row) : cells.contactOf(row)),
      readAsOf: (row) => verdicts.e164OfRow(row),
      cellsOf,
      recordNumberOf: (row) => this.file.recordNumbers[row] ?? row + 1,
      reasonOf: (row) =>
        rowFaultsOf(row, this.review.shown())
          .map(({ message }) => message)
          .join(' '),
    }
  }

  rejectedRows(rejected: readonly { row: number; reason: string }[]): RejectedRow[] {
    const { cells, verdicts } = this.review
    return rejected.map(({ row, reason }) => ({
      row,
      recordNumber: this.file.recordNumbers[row] ?? row + 1,
      name: cells.valueOf(row, 'name'),
      phoneNumber: cells.valueOf(row, 'phoneNumber'),
      readAs: verdicts.e164OfRow(row),
      reason: this.reasonOf(row, reason),
    }))
  }

  /**
   * The columns of the file with what was typed over them, what was typed and has none of them, the number that would have
   * been called, and the reason last.
   */
  rejectedCsv(rejected: readonly { row: number; reason: string }[]): string {
    const { columns, cellsOf } = this.columnsFor(rejected.map(({ row }) => row))
    return writeCsv(
      [...columns, READ_AS_COLUMN, REJECTION_REASON_COLUMN],
      rejected.map(({ row, reason }) => [
        ...cellsOf(row),
        this.review.verdicts.e164OfRow(row) ?? '',
        this.reasonOf(row, reason),
      ]),
    )
  }

  /** The columns that hold all that is known of these rows. Those of an earlier round of ours give way to this one's. */
  private columnsFor(rows: readonly number[]): { columns: string[]; cellsOf: (row: number) => string[] } {
    const { cells } = this.review
    const { columnNames } = this.file
    const carried = cells.typedWithoutColumn(rows)
    const added = carried.map(carriedColumn)
    const ours = new Set([READ_AS_COLUMN, REJECTION_REASON_COLUMN, ...added])
    const kept = [...columnNames.keys()].filter((column) => !ours.has(columnNames[column] ?? ''))
    return {
      columns: [...kept.map((column) => columnNames[column] ?? ''), ...added],
      cellsOf: (row) => [
        ...kept.map((column) => cells.cellOf(row, column)),
        ...carried.map((target) => cells.valueOf(row, target)),
      ],
    }
  }

  /** The server's reason, with the rows of this file where it counts contacts. */
  private reasonOf(row: number, reason: string): string {
    const { cells, verdicts } = this.review
    // So too where the server read a number of which this file has the country.
    const isKnownBetter = verdicts.isDuplicate(row) || (cells.countryCellOf(row) !== null && !verdicts.isValid(row))
    if (verdicts.isLeftOut(row) || !isKnownBetter) return reason
    return rowFaultsOf(row, this.review.shown())
      .map(({ message }) => message)
      .join(' ')
  }
}
