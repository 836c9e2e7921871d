import { contactMapper, type MappedContact } from '@/domain/mappings/mapped-contact.rules'
import { rowMappingSchema } from '@/domain/mappings/mapping.schema'
import type { StagedRow } from './import.schema'

/** A staged row with the contact that it becomes. */
export type MappedRow = StagedRow & MappedContact

/**
 * Returns a function that turns staged rows into contacts.
 *
 * @param stored the import's mapping as it is stored; null for an import of an older version, whose rows carry their
 * contacts
 */
export function stagedRowMapper(stored: unknown): (row: StagedRow) => MappedRow {
  if (stored === null) return ({ contact = {}, ...row }) => ({ ...row, written: contact, sent: contact, consent: null })
  const { timezone = null, ...mapping } = rowMappingSchema.parse(stored)
  const toContact = contactMapper(mapping, timezone)
  return (row) => ({ ...row, ...toContact(row.cells) })
}
