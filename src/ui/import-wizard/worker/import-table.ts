import { READ_AS_COLUMN, REJECTION_REASON_COLUMN } from '@/domain/batches/rejections-csv.rules'
import { CONTACTS_PER_BATCH_MAX } from '@/domain/enrollment/enrollment.schema'
import { CHUNKS_PER_CALL_MAX } from '@/domain/imports/import.schema'
import { carriedColumn } from '@/ui/import-wizard/state/carried-column'
import { FileRows } from './file-rows'
import { type FreezableTable, type FreezeRequest, freezeImport } from './freeze-import'
import { JudgePool } from './judge-pool'
import type { FilePreview, FrozenFile } from './messages'
import type { ReadFile } from './read-file'
import { type ReviewEvents, RowReview } from './row-review'
import { rowFaultsOf } from './show-row'

/** Below the limit of a request, which is 5 MB. */
const FILE_BYTES_MAX = 4_500_000

const UNHEARD: ReviewEvents = { onProgress: () => {}, onFixed: () => {} }

/**
 * The rows of one file, the operator's changes to them, and the verdict on each. It lives in the worker. The page gets
 * only summaries, and the rows that are on the screen.
 */
export class ImportTable {
  private readonly file: FileRows
  private readonly pool: JudgePool
  private readonly events: ReviewEvents
  review: RowReview

  /** Without a pool, rows are judged in this thread, and events go nowhere. */
  constructor(file: ReadFile, pool = new JudgePool(), events: ReviewEvents = UNHEARD) {
    this.pool = pool
    this.events = events
    this.file = new FileRows(file)
    this.review = new RowReview(this.file, pool, events)
  }

  /**
   * Sets the header's record, or null for a file without a header. Drops all edits, since the rows are then different
   * ones.
   */
  setHeader(headerRecord: number | null): FilePreview {
    this.file.setHeader(headerRecord)
    this.review.stop()
    this.review = new RowReview(this.file, this.pool, this.events)
    return this.preview()
  }

  preview(): FilePreview {
    return this.file.preview()
  }

  /** Returns the fingerprint of the list, from its cells as they are in the file. */
  fingerprint(): string {
    return this.file.fingerprint()
  }

  /**
   * Freezes the file for a single call. Null when it needs more than one batch or is too large for a request; it is
   * then staged.
   */
  freeze(request: FreezeRequest): FrozenFile | null {
    // A large file is frozen when it is staged, and not here too.
    if (this.review.acceptedRows().length > CONTACTS_PER_BATCH_MAX) return null
    const { start, chunks } = freezeImport(this.freezable(), request)
    if (start.batches.length !== 1 || start.chunks > CHUNKS_PER_CALL_MAX) return null
    const file: FrozenFile = { start, chunks: [...chunks] }
    return new Blob([JSON.stringify(file)]).size > FILE_BYTES_MAX ? null : file
  }

  freezable(): FreezableTable {
    const { cells, verdicts } = this.review
    return {
      ...this.columnsFor(this.review.includedRows()),
      timezone: cells.consentFields.length > 0 ? this.review.shown().prepared.defaultTimezone : null,
      rows: this.file.rows.length,
      isLeftOut: (row) => verdicts.isLeftOut(row),
      isValid: (row) => verdicts.isValid(row),
      groupValueOf: (row) => verdicts.groupValueOf(row),
      readAsOf: (row) => verdicts.e164OfRow(row),
      recordNumberOf: (row) => this.file.recordNumbers[row] ?? row + 1,
      reasonOf: (row) =>
        rowFaultsOf(row, this.review.shown())
          .map(({ message }) => message)
          .join(' '),
    }
  }

  /**
   * Returns columns that hold everything that is known of these rows: first the file's columns with edits, then a
   * column for each edited target without one. Columns that an earlier rejection file added are replaced, unless they
   * are mapped.
   */
  private columnsFor(rows: readonly number[]): Pick<FreezableTable, 'columns' | 'mapping' | 'cellsOf'> {
    const { cells } = this.review
    const { columnNames } = this.file
    const carried = cells.typedWithoutColumn(rows)
    const added = carried.map(carriedColumn)
    const ours = new Set([READ_AS_COLUMN, REJECTION_REASON_COLUMN, ...added])
    const kept = [...columnNames.keys()].filter(
      (column) => cells.isMapped(column) || !ours.has(columnNames[column] ?? ''),
    )
    const mapping = cells.mappingOf(kept, carried)
    const cellOf = (row: number, column: number) =>
      mapping.dateOrder === null ? cells.writtenCellOf(row, column) : cells.cellOf(row, column)
    return {
      columns: [...kept.map((column) => columnNames[column] ?? ''), ...added],
      mapping,
      cellsOf: (row) => [
        ...kept.map((column) => cellOf(row, column)),
        ...carried.map((target) => cells.valueOf(row, target)),
      ],
    }
  }
}
