const QUOTE = 0x22
const LINE_FEED = 0x0a

/**
 * Counts the records of a CSV while it arrives. A line end within quotes is part of a cell. Both signs are one byte in
 * UTF-8 and part of no other character, so a piece may end anywhere.
 */
export function countRecords() {
  let isQuoted = false
  let records = 0
  return {
    /** @returns how many records have ended so far */
    add(piece: Uint8Array): number {
      for (const byte of piece) {
        if (byte === QUOTE) isQuoted = !isQuoted
        else if (byte === LINE_FEED && !isQuoted) records++
      }
      return records
    },
  }
}
