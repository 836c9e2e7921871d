import { cutBatches } from '@/domain/imports/cut-batches.rules'
import { CELL_LENGTH_MAX, ROWS_PER_CHUNK_MAX } from '@/domain/imports/import.schema'
import type { Mapping } from '@/domain/mappings/mapping.rules'
import type { StagedChunk, StagedStart } from '@/ui/staging/staging-database'

/** The parts of a table that freezing needs. Rows are numbered from 0 below the header. */
export type FreezableTable = {
  columns: readonly string[]
  /** How cells become contacts, by the indexes of `columns`. */
  mapping: Mapping
  /** The time zone in which the dates of consents are read where a row has none; null where no row has a consent. */
  timezone: string | null
  rows: number
  isLeftOut: (row: number) => boolean
  isValid: (row: number) => boolean
  /** Returns the group value of a valid row, or null. */
  groupValueOf: (row: number) => string | null
  cellsOf: (row: number) => string[]
  recordNumberOf: (row: number) => number
  /** Returns the number that was read in a row, in E.164; null when none could be read. */
  readAsOf: (row: number) => string | null
  /** Returns why a faulty row is rejected. */
  reasonOf: (row: number) => string
}

/** The parts of a frozen import that do not come from its rows. */
export type FreezeRequest = Pick<StagedStart, 'importId' | 'agentId' | 'fileName' | 'fingerprint' | 'options'>

export type FrozenImport = { start: StagedStart; chunks: Iterable<StagedChunk> }

/** Far below the limit of a request. A chunk that is lost on the way costs little. */
const CHUNK_CHARACTERS_MAX = 1_000_000

/** The rows of a chunk, or of a batch before it is cut into chunks. `batch` is null for faulty rows. */
type RowsOfBatch = { batch: number | null; rows: readonly number[] }

/**
 * Freezes rows, mapping, options and their division into batches and chunks. Valid rows go into batches of up to 1,000,
 * which keep chains together. Faulty rows carry their reasons. All chunks fit into a request, and each is made only
 * when it is taken.
 */
export function freezeImport(table: FreezableTable, frozen: FreezeRequest): FrozenImport {
  const all = Array.from({ length: table.rows }, (_, row) => row)
  const included = all.filter((row) => !table.isLeftOut(row))
  const faulty = included.filter((row) => !table.isValid(row))
  const batches = cutBatches(
    included.filter((row) => table.isValid(row)),
    table.groupValueOf,
  )
  const { importId } = frozen
  const cut: RowsOfBatch[] = [{ batch: null, rows: faulty }, ...batches.map((rows, batch) => ({ batch, rows }))]
  const chunks = cut.flatMap((one) => cutIntoChunks(one, table))
  const start: StagedStart = {
    ...frozen,
    columns: [...table.columns],
    mapping: {
      ...table.mapping,
      columns: [...table.mapping.columns],
      ...(table.timezone !== null && { timezone: table.timezone }),
    },
    rows: table.rows,
    leftOut: table.rows - included.length,
    faulty: faulty.length,
    batches: batches.map(({ length }) => length),
    chunks: chunks.length,
  }
  return { start, chunks: makeChunks(importId, chunks, table) }
}

function* makeChunks(importId: string, chunks: readonly RowsOfBatch[], table: FreezableTable): Iterable<StagedChunk> {
  for (const [number, { batch, rows }] of chunks.entries()) {
    yield { importId, number, batch, rows: rows.map((row) => freezeRow(row, batch === null, table)) }
  }
}

function cutIntoChunks({ batch, rows }: RowsOfBatch, table: FreezableTable): RowsOfBatch[] {
  const chunks: { batch: number | null; rows: number[] }[] = []
  let room = 0
  for (const row of rows) {
    const size = sizeOf(row, table)
    const last = chunks.at(-1)
    if (!last || size > room || last.rows.length === ROWS_PER_CHUNK_MAX) {
      chunks.push({ batch, rows: [row] })
      room = CHUNK_CHARACTERS_MAX - size
    } else {
      last.rows.push(row)
      room -= size
    }
  }
  return chunks
}

/** Estimates how many characters a row has. */
function sizeOf(row: number, table: FreezableTable): number {
  return table.cellsOf(row).reduce((sum, cell) => sum + Math.min(cell.length, CELL_LENGTH_MAX) + 8, 64)
}

function freezeRow(row: number, faulty: boolean, table: FreezableTable): StagedChunk['rows'][number] {
  const cells = table.cellsOf(row).map(shortenCell)
  return {
    row,
    recordNumber: table.recordNumberOf(row),
    cells: shortenRow(cells, faulty ? [] : table.mapping.columns),
    ...(faulty && { reason: table.reasonOf(row), readAs: table.readAsOf(row) }),
  }
}

/** Shortens a cell to the limit. Blanks around the text go first, since the rules ignore them. */
function shortenCell(cell: string): string {
  return cell.length <= CELL_LENGTH_MAX ? cell : cell.trim().slice(0, CELL_LENGTH_MAX)
}

/**
 * Shortens a row of many huge cells, so that it fits into a request: each unmapped cell gets an equal share. Mapped
 * cells of a valid row stay whole, so that the contact is enrolled as it was reviewed.
 */
function shortenRow(cells: string[], targets: Mapping['columns']): string[] {
  const length = cells.reduce((sum, cell) => sum + cell.length, 0)
  if (length <= CHUNK_CHARACTERS_MAX) return cells
  const share = Math.floor(CHUNK_CHARACTERS_MAX / cells.length)
  return cells.map((cell, column) => ((targets[column] ?? null) === null ? cell.slice(0, share) : cell))
}
