import type { Target } from '@/domain/mappings/mapping.rules'

/** How many rows of a file are kept together. A keystroke writes the fixes of so many rows, and no more. */
export const BLOCK_ROWS = 1_000

/**
 * What the operator did to a block of rows. `edits` are row, target and text; `marks` has a number for each row of the
 * block (`packMark`), and is null when all of them are 0.
 */
export type FixBlock = { block: number; edits: [row: number, target: Target, text: string][]; marks: Uint8Array | null }

/** Whether a row is left out, and why. `leftOut` is that of `VerdictTable`. */
export type RowMark = { leftOut: number; forbidden: boolean; said: boolean }

export function blockOf(row: number): number {
  return Math.floor(row / BLOCK_ROWS)
}

/** Packs a mark into a byte: `leftOut` in the lowest two bits, then `forbidden`, then `said`. */
export function packMark({ leftOut, forbidden, said }: RowMark): number {
  return leftOut | (forbidden ? 4 : 0) | (said ? 8 : 0)
}

export function unpackMark(mark: number): RowMark {
  return { leftOut: mark & 3, forbidden: (mark & 4) !== 0, said: (mark & 8) !== 0 }
}

/** Says whether the operator has left the row out, or taken it back in, by hand. */
export function isByHand({ leftOut, forbidden, said }: RowMark): boolean {
  return (leftOut !== 0) !== (forbidden || said)
}
