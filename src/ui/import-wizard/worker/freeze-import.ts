import { cutBatches } from '@/domain/imports/cut-batches.rules'
import { CELL_LENGTH_MAX, ROWS_PER_CHUNK_MAX } from '@/domain/imports/import.schema'
import type { StagedChunk, StagedStart } from '@/ui/staging/staging-database'

/** What freezing asks of the table; rows are 0-based among those of the file. */
export type FreezableTable = {
  columns: readonly string[]
  rows: number
  isLeftOut: (row: number) => boolean
  isValid: (row: number) => boolean
  /** The value by which a valid row is grouped, or null. */
  groupOf: (row: number) => string | null
  contactOf: (row: number) => Record<string, string>
  cellsOf: (row: number) => string[]
  recordNumberOf: (row: number) => number
  /** The number of a row as it was read, E.164; null where none could be. */
  readAsOf: (row: number) => string | null
  /** Why a row that is not valid is turned away. */
  reasonOf: (row: number) => string
}

export type FrozenImport = { start: StagedStart; chunks: Iterable<StagedChunk> }

/** Far below what a request may have; a part that is lost on the way costs little. */
const CHUNK_CHARACTERS_MAX = 1_000_000

type Part = { batch: number | null; rows: readonly number[] }

/**
 * Freezes rows, options and the cut: valid rows in batches of 1,000 with groups kept together, faulty ones with their
 * reasons, all in chunks that fit into a request. The chunks are made one by one, as they are taken.
 */
export function freezeImport(
  table: FreezableTable,
  frozen: Pick<StagedStart, 'importId' | 'agentId' | 'fileName' | 'fingerprint' | 'options'>,
): FrozenImport {
  const all = Array.from({ length: table.rows }, (_, row) => row)
  const included = all.filter((row) => !table.isLeftOut(row))
  const faulty = included.filter((row) => !table.isValid(row))
  const batches = cutBatches(
    included.filter((row) => table.isValid(row)),
    table.groupOf,
  )
  const { importId } = frozen
  const cut: Part[] = [{ batch: null, rows: faulty }, ...batches.map((rows, batch) => ({ batch, rows }))]
  const parts = cut.flatMap((part) => cutPart(part, table))
  const start: StagedStart = {
    ...frozen,
    columns: [...table.columns],
    rows: table.rows,
    leftOut: table.rows - included.length,
    faulty: faulty.length,
    batches: batches.map(({ length }) => length),
    chunks: parts.length,
  }
  return { start, chunks: makeChunks(importId, parts, table) }
}

function* makeChunks(importId: string, parts: readonly Part[], table: FreezableTable): Iterable<StagedChunk> {
  for (const [number, { batch, rows }] of parts.entries()) {
    yield { importId, number, batch, rows: rows.map((row) => freezeRow(row, batch === null, table)) }
  }
}

function cutPart({ batch, rows }: Part, table: FreezableTable): Part[] {
  const parts: { batch: number | null; rows: number[] }[] = []
  let room = 0
  for (const row of rows) {
    const size = sizeOf(row, table)
    const last = parts.at(-1)
    if (!last || size > room || last.rows.length === ROWS_PER_CHUNK_MAX) {
      parts.push({ batch, rows: [row] })
      room = CHUNK_CHARACTERS_MAX - size
    } else {
      last.rows.push(row)
      room -= size
    }
  }
  return parts
}

/** Characters that a row has, about: cells and contact hold the same texts. */
function sizeOf(row: number, table: FreezableTable): number {
  return 2 * table.cellsOf(row).reduce((sum, cell) => sum + Math.min(cell.length, CELL_LENGTH_MAX) + 8, 64)
}

function freezeRow(row: number, faulty: boolean, table: FreezableTable): StagedChunk['rows'][number] {
  const contact = table.contactOf(row)
  const cells = table.cellsOf(row).map((cell) => cell.slice(0, CELL_LENGTH_MAX))
  return {
    row,
    recordNumber: table.recordNumberOf(row),
    cells: shortenRow(cells),
    // Of a faulty row the contact goes nowhere; its name and number stand in the list of what was turned away.
    contact: faulty ? pickNamed(contact) : contact,
    reason: faulty ? table.reasonOf(row) : null,
    ...(faulty && { readAs: table.readAsOf(row) }),
  }
}

/** A row of many huge cells still has to fit into a request: then each cell gets its share. */
function shortenRow(cells: string[]): string[] {
  const length = cells.reduce((sum, cell) => sum + cell.length, 0)
  if (length <= CHUNK_CHARACTERS_MAX) return cells
  const share = Math.floor(CHUNK_CHARACTERS_MAX / cells.length)
  return cells.map((cell) => cell.slice(0, share))
}

const NAMED_LENGTH_MAX = 200

function pickNamed({ name, phoneNumber }: Record<string, string>): Record<string, string> {
  return {
    ...(name !== undefined && { name: name.slice(0, NAMED_LENGTH_MAX) }),
    ...(phoneNumber !== undefined && { phoneNumber: phoneNumber.slice(0, NAMED_LENGTH_MAX) }),
  }
}
