import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/** Change it together with the algorithm, so that fingerprints of different algorithms never match by chance. */
const VERSION = 'cells-1'

/**
 * Computes the fingerprint by which a list is recognized when it comes again: 64 hex digits. It depends on the cells
 * and the column names, but not on the order of rows or columns, line ends, encoding, blanks around cells, or blank
 * cells.
 *
 * Cell hashes are mixed and added, so that a million rows need no sorting. Two lists can be forged to match, but nobody
 * gains by that.
 *
 * @param columnNames all different
 */
export function hashCells(columnNames: readonly string[], rows: readonly (readonly string[])[]): string {
  const seeds = columnNames.map((name) => hashText(name.trim(), 0x2f0b4a27))
  let [first, second, third] = [0, 0, 0]
  for (const row of rows) {
    let [rowFirst, rowSecond] = [0, 0]
    for (let column = 0; column < row.length; column++) {
      const cell = (row[column] as string).trim()
      if (cell === '') continue
      const seed = seeds[column] ?? column
      rowFirst = (rowFirst + hashText(cell, seed)) | 0
      rowSecond = (rowSecond + hashText(cell, ~seed)) | 0
    }
    first = (first + mix(rowFirst)) | 0
    second = (second + mix(rowSecond ^ 0x5bd1e995)) | 0
    third = (third + mix(rowFirst ^ mix(rowSecond))) | 0
  }
  const names = columnNames.map((name) => name.trim()).toSorted()
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify([VERSION, names, rows.length, first, second, third]))))
}

/** Hashes a text. Ignores carriage returns, so that a line break within a cell counts the same whatever its bytes. */
function hashText(text: string, seed: number): number {
  let hash = seed
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x0d) continue
    hash = Math.imul(hash ^ code, 0x01000193)
    hash ^= hash >>> 15
  }
  return mix(hash)
}

/** Mixes a number as the last step of MurmurHash3 does: each bit changes half of the others. */
function mix(number: number): number {
  let hash = number
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
