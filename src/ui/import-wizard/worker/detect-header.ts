import { HEADER_SYNONYMS, normalizeHeader } from '../state/header-synonyms'

const RECORDS_LOOKED_AT = 12
const KNOWN_HEADERS: ReadonlySet<string> = new Set(
  Object.values(HEADER_SYNONYMS).flatMap((headers) => [...headers.keys()]),
)

/** Cells that are data and never a heading: mail addresses, dates, numbers of four digits and more. */
const DATA_CELL = /@|^\d{4}-\d{2}-\d{2}|^[+(]?[\d\s().,/-]{4,}$/
const HEADING_LENGTH_MAX = 60

/**
 * Which record names the columns, or null when none does. A title above the header has fewer cells than the table;
 * the header has about as many, all different, none of them data.
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
  if (cells.length === 0 || cells.some((cell) => DATA_CELL.test(cell) || cell.length > HEADING_LENGTH_MAX)) return 0
  const known = cells.filter((cell) => KNOWN_HEADERS.has(normalizeHeader(cell))).length
  const coverage = cells.length / width
  const distinct = new Set(cells).size / cells.length
  // Words alone do not make a header: a list of names without one starts with words too.
  return known === 0 && coverage < 0.8 ? 0 : coverage * distinct + Math.min(1, known)
}
