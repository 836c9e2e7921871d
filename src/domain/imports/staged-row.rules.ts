import { contactMapper, type MappedContact } from '@/domain/mappings/mapped-contact.rules'
import { rowMappingSchema } from '@/domain/mappings/mapping.schema'
import type { StagedRow } from './import.schema'

/** A staged row with the contact that it gives. */
export type MappedRow = StagedRow & MappedContact

/**
 * Makes contacts of staged rows.
 *
 * @param stored the mapping of their import, as it is stored; null for one of an older version, whose rows came with
 * contacts: those are taken as they are
 */
export function stagedRowMapper(stored: unknown): (row: StagedRow) => MappedRow {
  if (stored === null) return ({ contact = {}, ...row }) => ({ ...row, written: contact, sent: contact })
  const mapping = rowMappingSchema.parse(stored)
  const toContact = contactMapper(mapping)
  return (row) => ({ ...row, ...toContact(row.cells) })
}
