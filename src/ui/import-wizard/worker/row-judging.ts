import {
  type PreparedValidation,
  prepareValidation,
  type ValidationContext,
} from '@/domain/contacts/prepare-validation.rules'
import type { JudgePool } from './judge-pool'
import { judgeRow } from './judge-rows'
import type { MappedRows } from './mapped-rows'
import type { VerdictTable } from './verdict-table'

/** Up to so many rows are judged at once in this thread. More rows are judged in parts by the pool. */
const JUDGED_HERE_MAX = 500
const ROWS_PER_REQUEST = 2_000

/** Judges rows and stores the verdicts in the table. When a new judging begins, earlier ones stop. */
export class RowJudging {
  private readonly pool: JudgePool
  private readonly cells: MappedRows
  private readonly verdicts: VerdictTable
  private context: ValidationContext | null = null
  /** The prepared rules; null before the columns are mapped. */
  validation: PreparedValidation | null = null
  private latest = 0

  constructor(pool: JudgePool, cells: MappedRows, verdicts: VerdictTable) {
    this.pool = pool
    this.cells = cells
    this.verdicts = verdicts
  }

  /** Begins a new judging and returns its number. Every earlier one stops. */
  begin(): number {
    return ++this.latest
  }

  get current(): number {
    return this.latest
  }

  judgeBy(context: ValidationContext): void {
    this.context = context
    this.validation = prepareValidation(context)
  }

  /**
   * Judges these rows.
   *
   * @param judging the number from `begin`
   * @param onProgress called with the rows judged so far, if there are many
   * @returns false when a newer judging has begun
   */
  async judge(rows: Int32Array, judging: number, onProgress: (judged: number) => void): Promise<boolean> {
    const { context, validation } = this
    if (!context || !validation) throw new Error('Rows are judged after the columns are mapped.')
    if (rows.length <= JUDGED_HERE_MAX) {
      for (const row of rows) {
        const { cells } = this
        const consent = cells.consentOf(row, validation.defaultTimezone)
        this.verdicts.setRow(row, judgeRow(cells.contactOf(row), validation, cells.countryCellOf(row), consent))
      }
      return true
    }
    const { contactNames: names, consentFields } = this.cells
    let done = 0
    await this.inParts(rows.length, async (from, to) => {
      if (judging !== this.latest) return
      const part = rows.subarray(from, to)
      const cells = this.cells.pack(part)
      const verdicts = await this.pool.ask({ context, names, consentFields, rows: part.length, cells })
      if (judging !== this.latest) return
      this.verdicts.setRows(part, verdicts)
      done += part.length
      onProgress(done)
    })
    return judging === this.latest
  }

  /** Works on as many parts at once as the pool can use. */
  private async inParts(length: number, work: (from: number, to: number) => Promise<void>): Promise<void> {
    let next = 0
    const takeParts = async () => {
      while (next < length) {
        const from = next
        next = Math.min(length, from + ROWS_PER_REQUEST)
        await work(from, next)
      }
    }
    await Promise.all(Array.from({ length: this.pool.requestsAtOnce }, takeParts))
  }
}
