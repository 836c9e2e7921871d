import type { RejectedContact } from '@/domain/contacts/validate-contacts.rules'
import { writeCsv } from '@/domain/text/write-csv.rules'

/** The last column of every CSV of rejected contacts; an import ignores a column of this name. */
export const REJECTION_REASON_COLUMN = 'rollcall_rejection_reason'

/**
 * Rejected contacts as a CSV: the properties that were sent, in the order they first appear, the reason last. A value
 * that is not text is written as JSON.
 */
export function rejectionsCsv(rejections: readonly (RejectedContact & { contact: unknown })[]): string {
  const columns = new Set<string>()
  for (const { contact } of rejections) for (const key of keysOf(contact)) columns.add(key)
  columns.delete(REJECTION_REASON_COLUMN)
  const names = [...columns]
  const rows = rejections.map(({ contact, error }) => [...names.map((name) => cellOf(contact, name)), error])
  return writeCsv([...names, REJECTION_REASON_COLUMN], rows)
}

function keysOf(contact: unknown): string[] {
  return typeof contact === 'object' && contact !== null && !Array.isArray(contact) ? Object.keys(contact) : []
}

function cellOf(contact: unknown, name: string): string {
  if (typeof contact !== 'object' || contact === null || !Object.hasOwn(contact, name)) return ''
  const value: unknown = (contact as Record<string, unknown>)[name]
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
