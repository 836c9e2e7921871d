import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { isRejectionColumn } from '@/domain/batches/rejections-csv.rules'

/**
 * The beginning of a column's name in our CSV of rejected rows, for values that were typed and have no column in the
 * operator's file.
 */
export const CARRIED_COLUMN_PREFIX = 'rollcall_value_'

/**
 * What two files have in common whose columns are the same, in whatever order and case. Columns that our own
 * rejection files have besides do not count: a file that comes back mended is mapped as it was.
 *
 * Not by `crypto.subtle`, which a browser has on https and localhost only.
 *
 * @param columnNames names of all columns, told apart where one repeats
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
