import {
  type PreparedValidation,
  prepareValidation,
  type ValidationContext,
} from '@/domain/contacts/prepare-validation.rules'
import type { JudgePool } from './judge-pool'
import { judgeRow } from './judge-rows'
import type { MappedRows } from './mapped-rows'
import type { VerdictTable } from './verdict-table'

/** Below this, rows are judged at once and here; above it, in parts by the pool. */
const JUDGED_HERE_MAX = 500
const ROWS_PER_REQUEST = 2_000

/** Brings verdicts on rows into the table. Of several judgings only the latest comes to its end. */
export class RowJudging {
  private readonly pool: JudgePool
  private readonly cells: MappedRows
  private readonly verdicts: VerdictTable
  private context: ValidationContext | null = null
  /** What rows are judged by; null before the columns are mapped. */
  validation: PreparedValidation | null = null
  private latest = 0

  constructor(pool: JudgePool, cells: MappedRows, verdicts: VerdictTable) {
    this.pool = pool
    this.cells = cells
    this.verdicts = verdicts
  }

  /** The number of a new judging; every earlier one stops. */
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
   * @param onProgress told how many of many rows are judged
   * @returns false when a newer judging has begun
   */
  async judge(rows: Int32Array, judging: number, onProgress: (judged: number) => void): Promise<boolean> {
    const { context, validation } = this
    if (!context || !validation) throw new Error('Rows are judged after the columns are mapped.')
    if (rows.length <= JUDGED_HERE_MAX) {
      for (const row of rows) {
        const verdict = judgeRow(this.cells.contactOf(row), validation, this.cells.countryCellOf(row))
        this.verdicts.setRow(row, verdict)
      }
      return true
    }
    const names = this.cells.contactNames
    let done = 0
    await this.inParts(rows.length, async (from, to) => {
      if (judging !== this.latest) return
      const part = rows.subarray(from, to)
      const cells = this.cells.pack(part)
      const verdicts = await this.pool.ask({ context, names, rows: part.length, cells })
      if (judging !== this.latest) return
      this.verdicts.setRows(part, verdicts)
      done += part.length
      onProgress(done)
    })
    return judging === this.latest
  }

  /** As many parts at once as the pool has use for. */
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
