import type { Actor } from '@/domain/actor'
import { newId } from '@/domain/ids'
import { finishStaging } from '@/domain/imports/finish-staging'
import { type StageChunkInput, type StartImportInput, startImportSchema } from '@/domain/imports/import.schema'
import { stageChunk } from '@/domain/imports/stage-chunk'
import { startImport } from '@/domain/imports/start-import'
import { type Mapping, type Target, variableTarget } from '@/domain/mappings/mapping.rules'
import { MAPPING_FIELDS } from '@/domain/mappings/mapping-words.rules'
import type { TestContact } from './factories'

export type ImportPlan = { start: StartImportInput; chunks: StageChunkInput[] }

type PlannedImport = {
  /** The contacts of each batch. */
  batches: readonly (readonly TestContact[])[]
  /** Contacts that are staged as faulty. */
  faulty?: readonly TestContact[]
  leftOut?: number
  options?: Record<string, unknown>
  fingerprint?: string | null
  rowsPerChunk?: number
  mapping?: Partial<Mapping> & { timezone?: string }
}

/**
 * Plans an import as a browser freezes it. The rows of the file are those of the batches in turn, then the faulty ones.
 * The columns are the targets and variables of all contacts.
 */
export function planImport(agentId: string, planned: PlannedImport): ImportPlan {
  const { batches, faulty = [], leftOut = 0, options = {}, fingerprint = null, rowsPerChunk = 1_000, mapping } = planned
  const importId = newId()
  const contacts = [...batches.flat(), ...faulty]
  const columns = [...new Set(contacts.flatMap((contact) => Object.keys(contact)))]
  let row = leftOut
  const toRow = (contact: TestContact, reason: string | null) => ({
    row: row++,
    recordNumber: row + 1,
    cells: columns.map((column) => String(contact[column as keyof TestContact] ?? '')),
    reason,
  })
  const chunks: { batch: number | null; rows: StageChunkInput['rows'] }[] = []
  const cut = (batch: number | null, rows: StageChunkInput['rows']) => {
    for (let at = 0; at < rows.length; at += rowsPerChunk)
      chunks.push({ batch, rows: rows.slice(at, at + rowsPerChunk) })
  }
  cut(
    null,
    faulty.map((contact) => toRow(contact, 'The phone number is missing. Add it.')),
  )
  for (const [number, contacts] of batches.entries()) {
    cut(
      number,
      contacts.map((contact) => toRow(contact, null)),
    )
  }
  const start = startImportSchema.parse({
    importId,
    agentId,
    fileName: 'contacts.csv',
    fingerprint,
    columns,
    mapping: { columns: columns.map(targetOf), constants: {}, familyNameFirst: false, dateOrder: null, ...mapping },
    options,
    rows: row,
    leftOut,
    faulty: faulty.length,
    batches: batches.map(({ length }) => length),
    chunks: chunks.length,
  })
  return { start, chunks: chunks.map((chunk, number) => ({ importId, number, ...chunk })) }
}

function targetOf(column: string): Target {
  return MAPPING_FIELDS.find((field) => field === column) ?? variableTarget(column)
}

/**
 * Stages a whole import.
 *
 * @returns the id of the import
 */
export async function stageImport(actor: Actor, { start, chunks }: ImportPlan): Promise<string> {
  await startImport(actor, start)
  for (const chunk of chunks) await stageChunk(actor, chunk)
  await finishStaging(actor, start.importId)
  return start.importId
}
