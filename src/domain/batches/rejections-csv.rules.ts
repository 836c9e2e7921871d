import type { RejectedContact } from '@/domain/contacts/validate-contacts.rules'
import { writeCsv } from '@/domain/text/write-csv.rules'

/** The last column of every CSV of rejected contacts. An import leaves out a column of this name. */
export const REJECTION_REASON_COLUMN = 'rollcall_rejection_reason'

/**
 * The column before `REJECTION_REASON_COLUMN` in the console's CSVs: the number that we would have called. An import
 * leaves out this column too.
 */
export const READ_AS_COLUMN = 'rollcall_read_as'

/** Tells whether a column was added by an earlier CSV of rejected contacts, and so says nothing about the contact. */
export function isRejectionColumn(name: string): boolean {
  return name === REJECTION_REASON_COLUMN || name === READ_AS_COLUMN
}

type Rejected = RejectedContact & { contact: unknown }

/**
 * Writes rejected contacts as a CSV: one column for each property that was sent, in order of first appearance, and the
 * reason last. A value that is not text is written as JSON.
 */
export function rejectionsCsv(rejections: readonly Rejected[]): string {
  return writeRejections(rejections, [[REJECTION_REASON_COLUMN, ({ error }) => error]])
}

/** Writes the same CSV for people, with the number that we would have called before the reason. */
export function rejectionsCsvWithNumbers(rejections: readonly (Rejected & { readAs: string | null })[]): string {
  return writeRejections(rejections, [
    [READ_AS_COLUMN, ({ readAs }) => readAs ?? ''],
    [REJECTION_REASON_COLUMN, ({ error }) => error],
  ])
}

/**
 * Writes the CSV.
 *
 * @param ours our own columns; one of the same name that was sent takes precedence
 */
function writeRejections<One extends Rejected>(
  rejections: readonly One[],
  ours: readonly [name: string, textOf: (rejection: One) => string][],
): string {
  const columns = new Set<string>()
  for (const { contact } of rejections) for (const key of keysOf(contact)) columns.add(key)
  for (const [name] of ours) columns.delete(name)
  const names = [...columns]
  const rows = rejections.map((rejection) => [
    ...names.map((name) => cellOf(rejection.contact, name)),
    ...ours.map(([_, textOf]) => textOf(rejection)),
  ])
  return writeCsv([...names, ...ours.map(([name]) => name)], rows)
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
