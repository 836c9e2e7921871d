import { z } from 'zod'
import { isStorable } from '@/domain/text/sanitize.rules'

/** The wizard reads a million; an internal tool may have left out more. */
const FILE_ROWS_MAX = 100_000_000

/** A file that is enrolled as one batch: what is kept of it beside its contacts. `rows` = contacts + `leftOut`. */
export const batchFileSchema = z.strictObject({
  name: z.string().min(1).max(255).refine(isStorable, 'Remove the broken character from the name of the file.'),
  /** A hash of its cells in hex, whatever their order; null where there is none. */
  fingerprint: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'Give the hash of the file as 64 hex digits.')
    .nullable(),
  rows: z.int().min(1).max(FILE_ROWS_MAX),
  leftOut: z.int().min(0).max(FILE_ROWS_MAX),
})

export type BatchFile = z.output<typeof batchFileSchema>
