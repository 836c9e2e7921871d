import { stageChunkSchema } from '@/domain/imports/import.schema'
import { stagedRowMapper } from '@/domain/imports/staged-row.rules'
import { rowMappingSchema } from '@/domain/mappings/mapping.schema'
import { withConsent } from '@/domain/mappings/row-consent.rules'
import { freezeImport } from '@/ui/import-wizard/worker/freeze-import'
import type { ImportTable } from '@/ui/import-wizard/worker/import-table'
import type { RequestContact } from '@/ui/import-wizard/worker/review-messages'

const REQUEST = {
  importId: '0195d0a0-0000-7000-8000-000000000001',
  agentId: 'agent.x',
  fileName: 'contacts.csv',
  fingerprint: null,
  options: {},
}

/**
 * Returns the contacts that the server makes of a table as the browser sends it, and the row of each. They include
 * faulty rows and exclude rows that are left out. They stand in the order of the file.
 */
export function sentContacts(table: ImportTable): { contacts: RequestContact[]; rows: number[] } {
  const { start, chunks } = freezeImport(table.freezable(), REQUEST)
  const wire = JSON.parse(JSON.stringify({ mapping: start.mapping, chunks: [...chunks] }))
  const mapping = rowMappingSchema.parse(wire.mapping)
  const staged = stageChunkSchema.array().parse(wire.chunks)
  const mapped = staged
    .flatMap(({ rows }) => rows)
    .sort((a, b) => a.row - b.row)
    .map(stagedRowMapper(mapping))
  return { contacts: mapped.map(({ sent, consent }) => withConsent(sent, consent)), rows: mapped.map(({ row }) => row) }
}
