import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { isRejectionColumn } from '@/domain/batches/rejections-csv.rules'

/**
 * The beginning of a column's name in our CSV of rejected rows, for values that were typed and have no column in the
 * operator's file.
 */
export const CARRIED_COLUMN_PREFIX = 'rollcall_value_'

/**
 * Computes the fingerprint of a file's columns. Files with the same column names have the same fingerprint, in whatever
 * order and case. The columns that our CSVs of rejected rows add do not count: a corrected file that comes back is
 * mapped as it was.
 *
 * It does not use `crypto.subtle`, which a browser has on https and localhost only.
 *
 * @param columnNames names of all columns, made distinct when one repeats
 * @returns SHA-256 in hex
 */
export function fingerprintHeader(columnNames: readonly string[]): string {
  const names = columnNames
    .map((name) => name.trim())
    .filter((name) => !isRejectionColumn(name) && !name.startsWith(CARRIED_COLUMN_PREFIX))
    .map((name) => name.normalize('NFC').toLowerCase())
    .sort()
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(names))))
}
