import { cutBatches } from '@/domain/imports/cut-batches.rules'
import { CELL_LENGTH_MAX, ROWS_PER_CHUNK_MAX } from '@/domain/imports/import.schema'
import type { Mapping } from '@/domain/mappings/mapping.rules'
import type { StagedChunk, StagedStart } from '@/ui/staging/staging-database'

/** What freezing asks of the table; rows are 0-based among those of the file. */
export type FreezableTable = {
  columns: readonly string[]
  /** How the cells become contacts, by the places of `columns`. */
  mapping: Mapping
  rows: number
  isLeftOut: (row: number) => boolean
  isValid: (row: number) => boolean
  /** The group value of a valid row, or null. */
  groupValueOf: (row: number) => string | null
  cellsOf: (row: number) => string[]
  recordNumberOf: (row: number) => number
  /** The number of a row as it was read, E.164; null where none could be. */
  readAsOf: (row: number) => string | null
  /** Why a row that is not valid is turned away. */
  reasonOf: (row: number) => string
}

/** What is chosen beside the rows. */
export type FreezeRequest = Pick<StagedStart, 'importId' | 'agentId' | 'fileName' | 'fingerprint' | 'options'>

export type FrozenImport = { start: StagedStart; chunks: Iterable<StagedChunk> }

/** Far below what a request may have; a chunk that is lost on the way costs little. */
const CHUNK_CHARACTERS_MAX = 1_000_000

/** The rows of a chunk, or of a batch before it is cut into chunks; `batch` is null for faulty ones. */
type RowsOfBatch = { batch: number | null; rows: readonly number[] }

/**
 * Freezes rows, mapping, options and the cut: valid rows in batches of 1,000 with chains kept together, faulty ones with their
 * reasons, all in chunks that fit into a request. The chunks are made one by one, as they are taken.
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
    mapping: { ...table.mapping, columns: [...table.mapping.columns] },
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

/** Characters that a row has, about. */
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

/** The blanks around a text are the first to go: to the rules they are nothing. */
function shortenCell(cell: string): string {
  return cell.length <= CELL_LENGTH_MAX ? cell : cell.trim().slice(0, CELL_LENGTH_MAX)
}

/**
 * A row of many huge cells still has to fit into a request: then each cell gets its share. Those that are mapped stay whole:
 * a valid contact has room for them, and is enrolled as it was reviewed.
 */
function shortenRow(cells: string[], targets: Mapping['columns']): string[] {
  const length = cells.reduce((sum, cell) => sum + cell.length, 0)
  if (length <= CHUNK_CHARACTERS_MAX) return cells
  const share = Math.floor(CHUNK_CHARACTERS_MAX / cells.length)
  return cells.map((cell, column) => ((targets[column] ?? null) === null ? cell.slice(0, share) : cell))
}
