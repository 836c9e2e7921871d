import { DELIMITERS, type Delimiter, type Encoding } from './file-format'
import { parseText } from './parse-text'

const RECORDS_LOOKED_AT = 60

/**
 * Finds the delimiter that gives the most records the same, and the highest, number of cells. A text without any
 * delimiter is a single column. A first line such as `sep=;`, which some programs write for Excel, decides it.
 *
 * @param sample the beginning of the text, cut anywhere
 */
export function detectDelimiter(sample: string, encoding: Encoding): Delimiter {
  const told = toldDelimiter(/^\uFEFF?(.{0,8}?)[\r\n]/.exec(sample)?.[1] ?? '')
  if (told) return told
  let best: { delimiter: Delimiter; score: number } = { delimiter: ',', score: 0 }
  for (const delimiter of DELIMITERS) {
    const records = parseText(sample, { encoding, delimiter, quoted: true }).records.slice(0, RECORDS_LOOKED_AT)
    const score = consistency(records.length > 1 ? records.slice(0, -1) : records)
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}

/** Reads the delimiter from a line such as `sep=;`; null for any other line. */
export function toldDelimiter(line: string): Delimiter | null {
  const told = /^"?sep=(.)"?$/i.exec(line)?.[1]
  return DELIMITERS.find((delimiter) => delimiter === told) ?? null
}

function consistency(records: readonly string[][]): number {
  const amounts = new Map<number, number>()
  for (const { length } of records) amounts.set(length, (amounts.get(length) ?? 0) + 1)
  let best = 0
  for (const [cells, amount] of amounts) {
    if (cells > 1) best = Math.max(best, (amount / records.length) ** 2 * Math.log2(cells))
  }
  return best
}
