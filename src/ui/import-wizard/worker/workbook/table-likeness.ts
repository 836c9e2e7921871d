import { detectHeader, isKnownHeader } from '@/ui/import-wizard/worker/detect-header'

/**
 * Measures how much the first rows of a sheet look like a list of contacts: 0 for a note, 1 for a table, and one more
 * for each heading that lists of contacts have.
 */
export function tableLikeness(records: readonly string[][]): number {
  const header = detectHeader(records)
  if (header === null) return 0
  const headings = (records[header] ?? []).map((cell) => cell.trim()).filter((cell) => cell !== '')
  const below = records.slice(header + 1).filter((record) => filled(record) * 2 >= headings.length)
  if (below.length === 0) return 0
  const known = new Set(headings.filter(isKnownHeader)).size
  return known + (headings.length > 1 ? 1 : 0)
}

function filled(record: readonly string[]): number {
  return record.filter((cell) => cell.trim() !== '').length
}
