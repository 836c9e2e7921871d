import { HEADER_SYNONYMS } from '@/ui/import-wizard/state/header-synonyms'
import { normalizeHeader } from '@/ui/import-wizard/state/normalize-header'

const RECORDS_LOOKED_AT = 12
const KNOWN_HEADERS: ReadonlySet<string> = new Set(
  Object.values(HEADER_SYNONYMS).flatMap((headers) => [...headers.keys()]),
)

/** Matches cells that are data and no heading: mail addresses, dates, and numbers of at least four digits. */
const DATA_CELL = /@|^\d{4}-\d{2}-\d{2}|^[+(]?[\d\s().,/-]{4,}$/
/** Long enough for forms, whose headings are whole questions. */
const HEADING_LENGTH_MAX = 200
/** With so many known headings a record is a header, even if a year or an address is among its cells. */
const KNOWN_HEADINGS_MIN = 2

/**
 * Finds the record that names the columns; null when none does. A title above the header has fewer cells than the
 * table. The header has about as many cells as the table, all different, and no data, unless other cells are known
 * headings.
 */
export function detectHeader(records: readonly (readonly string[])[]): number | null {
  const head = records.slice(0, RECORDS_LOOKED_AT)
  const width = Math.max(0, ...records.slice(0, RECORDS_LOOKED_AT * 4).map(filledCells))
  let best: { index: number | null; score: number } = { index: null, score: 0 }
  for (const [index, record] of head.entries()) {
    const score = headerScore(record, width) - index * 0.01
    if (score > best.score) best = { index, score }
  }
  return best.index
}

function filledCells(record: readonly string[]): number {
  return record.filter((cell) => cell.trim() !== '').length
}

function headerScore(record: readonly string[], width: number): number {
  const cells = record.map((cell) => cell.trim()).filter((cell) => cell !== '')
  if (cells.length === 0) return 0
  const distinctCells = [...new Set(cells)]
  const known = distinctCells.filter(isKnownHeader).length
  const looksLikeData = cells.some((cell) => DATA_CELL.test(cell) || cell.length > HEADING_LENGTH_MAX)
  if (looksLikeData && known < KNOWN_HEADINGS_MIN) return 0
  const coverage = cells.length / width
  const distinct = distinctCells.length / cells.length
  // Words alone do not make a header, because a list of names without a header starts with words too.
  return known === 0 && coverage < 0.8 ? 0 : coverage * distinct + Math.min(1, known)
}

/** Says whether a heading is in the table of real exports. */
export function isKnownHeader(heading: string): boolean {
  return KNOWN_HEADERS.has(normalizeHeader(heading))
}
