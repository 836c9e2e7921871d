import { NUMBERS_PER_CHUNK_MAX } from '@/domain/suppression/suppression-limits.rules'
import { BYTE_ORDER_MARK, writeCsvLine } from '@/domain/text/write-csv.rules'
import { FileRows } from '@/ui/import-wizard/worker/file-rows'
import { hashCells } from '@/ui/import-wizard/worker/hash-cells'
import type { FilePreview } from '@/ui/import-wizard/worker/messages'
import type { ReadFile } from '@/ui/import-wizard/worker/read-file'
import type { ListChunk, ListReading } from './messages'
import { type ReadList, readList } from './read-list'
import { type ListColumns, suggestColumns } from './suggest-columns'

const EXAMPLES_MAX = 20
const EXAMPLE_LENGTH_MAX = 120
const CSV_LINES_PER_PART = 10_000

/** One file of numbers. It lives in the worker; the page gets counts and the first rows that were left out. */
export class ListFile {
  private readonly file: FileRows
  private list: ReadList | null = null

  constructor(file: ReadFile) {
    this.file = new FileRows(file)
    const { headerRecord, head } = this.file.preview()
    // Of a list of numbers no row may be taken for a heading, nor for what stands above one.
    if (headerRecord !== null && !isHeading(head.slice(0, headerRecord + 1))) this.file.setHeader(null)
  }

  get rows(): number {
    return this.file.rows.length
  }

  preview(): { preview: FilePreview; columns: ListColumns } {
    const preview = this.file.preview()
    return { preview, columns: suggestColumns(preview) }
  }

  /** @returns null when it was stopped */
  async read(options: Parameters<typeof readList>[1]): Promise<ListReading | null> {
    const list = await readList(this.file.rows, options)
    if (!list) return null
    this.list = list
    const { numbers, ends, repeated, leftOut } = list
    return {
      numbers: numbers.length,
      repeated,
      invalid: leftOut.length,
      examples: leftOut.slice(0, EXAMPLES_MAX).map(({ row, reason }) => ({
        recordNumber: this.file.recordNumbers[row] ?? row + 1,
        text: this.textOf(row, options.columns),
        reason,
      })),
      fingerprint: hashCells(
        ['number', 'end'],
        numbers.map((number, at) => [number, String(ends[at] ?? '')]),
      ),
      chunks: Math.ceil(numbers.length / NUMBERS_PER_CHUNK_MAX),
    }
  }

  chunk(number: number): ListChunk {
    const { numbers, ends } = this.opened()
    const [from, to] = [number * NUMBERS_PER_CHUNK_MAX, (number + 1) * NUMBERS_PER_CHUNK_MAX]
    const part = ends.slice(from, to)
    const toIso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())
    return { numbers: numbers.slice(from, to), ...(part.some((end) => end !== null) && { ends: part.map(toIso) }) }
  }

  /** Writes the rows that were left out, piece by piece: they may be a million. */
  leftOut(): Blob {
    const { columnNames, rows } = this.file
    const parts = [`${BYTE_ORDER_MARK}${writeCsvLine([...columnNames, 'Left out because'])}`]
    const { leftOut } = this.opened()
    for (let from = 0; from < leftOut.length; from += CSV_LINES_PER_PART) {
      const lines = leftOut
        .slice(from, from + CSV_LINES_PER_PART)
        .map(({ row, reason }) => writeCsvLine([...columnNames.map((_, at) => rows[row]?.[at] ?? ''), reason]))
      parts.push(lines.join(''))
    }
    return new Blob(parts, { type: 'text/csv;charset=utf-8' })
  }

  private textOf(row: number, { number, areaCode, until }: ListColumns): string {
    const cells = [areaCode, number, until].flatMap((column) =>
      column === null ? [] : (this.file.rows[row]?.[column] ?? ''),
    )
    return cells.join(' ').trim().slice(0, EXAMPLE_LENGTH_MAX)
  }

  private opened(): ReadList {
    if (!this.list) throw new Error('The numbers of the file are not read.')
    return this.list
  }
}

const LETTER = /\p{L}/u
const DIGITS = /\d{4}/

/** Says whether the last of these records has words, and none above it has a number. */
function isHeading(records: readonly { cells: readonly string[] }[]): boolean {
  const texts = records.map(({ cells }) => cells.join(' '))
  return LETTER.test(texts.at(-1) ?? '') && !texts.slice(0, -1).some((text) => DIGITS.test(text))
}
