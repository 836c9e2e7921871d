import { describe, expect, it } from 'vitest'
import { ROWS_PER_CHUNK_MAX, stageChunkSchema, startImportSchema } from '@/domain/imports/import.schema'
import { EMPTY_MAPPING } from '@/domain/mappings/mapping.rules'
import { type FreezableTable, freezeImport } from './freeze-import'

const frozen = {
  importId: '0195d0a0-0000-7000-8000-000000000001',
  agentId: 'agent.x',
  fileName: 'contacts.csv',
  fingerprint: null,
  options: {},
}

/** Makes a table of `rows` rows, in which each fifth row is faulty and each seventh is left out. */
function table(rows: number, changes: Partial<FreezableTable> = {}): FreezableTable {
  return {
    columns: ['name', 'phone'],
    timezone: null,
    rows,
    isLeftOut: (row) => row % 7 === 6,
    isValid: (row) => row % 5 !== 4 && row % 7 !== 6,
    groupValueOf: () => null,
    mapping: { ...EMPTY_MAPPING, columns: ['name', 'phoneNumber'] },
    cellsOf: (row) => [`Contact ${row}`, `+1${row}`],
    recordNumberOf: (row) => row + 2,
    readAsOf: (row) => (row % 2 === 0 ? `+1212555${1000 + row}` : null),
    reasonOf: (row) => `Row ${row + 2} is faulty.`,
    ...changes,
  }
}

function freeze(source: FreezableTable) {
  const { start, chunks } = freezeImport(source, frozen)
  return { start: startImportSchema.parse(start), chunks: [...chunks].map((chunk) => stageChunkSchema.parse(chunk)) }
}

describe('freezeImport', () => {
  it('accounts for every row of the file once, as the server reads it', () => {
    const { start, chunks } = freeze(table(5_000))
    expect(chunks.map(({ number }) => number)).toEqual(Array.from({ length: start.chunks }, (_, number) => number))
    const sent = chunks.flatMap(({ rows }) => rows)
    expect(new Set(sent.map(({ row }) => row)).size).toBe(sent.length)
    expect(sent).toHaveLength(start.rows - start.leftOut)
    expect(chunks.filter(({ batch }) => batch === null).flatMap(({ rows }) => rows)).toHaveLength(start.faulty)
    for (const [batch, size] of start.batches.entries()) {
      expect(chunks.filter((chunk) => chunk.batch === batch).flatMap(({ rows }) => rows)).toHaveLength(size)
    }
  })

  it('says in which time zone the dates of consents are read, where rows have some', () => {
    expect(freeze(table(2)).start.mapping).not.toHaveProperty('timezone')
    expect(freeze(table(2, { timezone: 'Europe/Berlin' })).start.mapping).toMatchObject({ timezone: 'Europe/Berlin' })
    expect(() => freeze(table(2, { timezone: 'Nowhere' }))).toThrow('This is not a time zone.')
  })

  it('says of faulty rows why, and of rows of a batch nothing but their cells', () => {
    const { chunks } = freeze(table(20))
    expect(chunks[0]).toMatchObject({ batch: null })
    expect(chunks[0]?.rows[0]).toEqual({
      row: 4,
      recordNumber: 6,
      cells: ['Contact 4', '+14'],
      reason: 'Row 6 is faulty.',
      readAs: '+12125551004',
    })
    expect(chunks[0]?.rows[1]).toMatchObject({ row: 9, readAs: null })
    // For a row of a batch, the server makes the contact and reads the number itself, so no reading is sent.
    expect(chunks[1]?.rows[0]).toEqual({ row: 0, recordNumber: 2, cells: ['Contact 0', '+10'] })
  })

  it('keeps each chain in one batch', () => {
    const groupValueOf = (row: number) => `chain ${row % 11}`
    const { start, chunks } = freeze(table(4_000, { groupValueOf }))
    expect(start.batches.length).toBeGreaterThan(2)
    const batchesOf = new Map<string, Set<number | null>>()
    for (const { batch, rows } of chunks) {
      if (batch === null) continue
      for (const { row } of rows)
        batchesOf.set(groupValueOf(row), (batchesOf.get(groupValueOf(row)) ?? new Set()).add(batch))
    }
    expect([...batchesOf.values()].every(({ size }) => size === 1)).toBe(true)
  })

  it('puts no more rows into a chunk than the server takes, and as many where they are short', () => {
    const rows = 2 * ROWS_PER_CHUNK_MAX + 2
    const { start, chunks } = freeze(table(rows, { isLeftOut: () => false, isValid: (row) => row === 0 }))
    expect(start.faulty).toBe(rows - 1)
    const ofFaulty = chunks.filter(({ batch }) => batch === null)
    expect(ofFaulty.map((chunk) => chunk.rows.length)).toEqual([ROWS_PER_CHUNK_MAX, ROWS_PER_CHUNK_MAX, 1])
  })

  it('makes every chunk fit into a request, whatever the cells hold', () => {
    const long = 'x'.repeat(20_000)
    const many = freeze(table(300, { cellsOf: (row) => [`Contact ${row}`, long] }))
    const huge = freeze(
      table(3, {
        columns: Array(400).fill('c'),
        mapping: { ...EMPTY_MAPPING, columns: Array(400).fill(null) },
        cellsOf: () => Array(400).fill('y'.repeat(40_000)),
      }),
    )
    for (const chunk of [...many.chunks, ...huge.chunks]) {
      expect(JSON.stringify(chunk).length).toBeLessThan(4_000_000)
    }
    expect(many.chunks.length).toBeGreaterThan(5)
  })
})
