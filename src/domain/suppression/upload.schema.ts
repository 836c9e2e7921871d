import { z } from 'zod'
import { idSchema } from '@/domain/id.schema'
import { e164Schema } from '@/domain/phones/e164.schema'
import { toStorable } from '@/domain/text/sanitize.rules'
import {
  CHUNKS_PER_UPLOAD_MAX,
  NUMBERS_PER_CHUNK_MAX,
  NUMBERS_PER_UPLOAD_MAX,
  UPLOAD_MODES,
} from './suppression-limits.rules'

const uploadIdSchema = z.uuid('Give the id of an upload.')
const FILE_NAME_LENGTH_MAX = 255
const count = z.int().min(0).max(NUMBERS_PER_UPLOAD_MAX)
const endSchema = z.iso.datetime('Write the end as ISO 8601 in UTC, such as 2027-03-01T16:00:00.000Z.').max(64)

/** The declaration of an upload, as whoever sends it has read the file. */
export const startUploadSchema = z.strictObject({
  uploadId: uploadIdSchema,
  listId: idSchema,
  mode: z.enum(UPLOAD_MODES, { error: `Name one of ${UPLOAD_MODES.join(', ')}.` }),
  fileName: z
    .string()
    .max(2 * FILE_NAME_LENGTH_MAX)
    .transform((text) => toStorable(text, FILE_NAME_LENGTH_MAX) || 'numbers'),
  /** Of the numbers and their ends: 64 hex digits. */
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/, 'Give 64 hex digits.'),
  /** How many numbers will come, each once. */
  numbers: z.int().min(1, 'Send at least one number.').max(NUMBERS_PER_UPLOAD_MAX),
  /** How many rows of the file are not among them, since they are not one number or have ended. */
  invalid: count,
  chunks: z.int().min(1).max(CHUNKS_PER_UPLOAD_MAX),
})

export type StartUploadInput = z.output<typeof startUploadSchema>

export const stageNumbersSchema = z
  .strictObject({
    uploadId: uploadIdSchema,
    /** 0-based. */
    chunk: z.int().min(0).max(CHUNKS_PER_UPLOAD_MAX),
    numbers: z
      .array(e164Schema)
      .min(1, 'Send at least one number.')
      .max(NUMBERS_PER_CHUNK_MAX)
      .refine((numbers) => new Set(numbers).size === numbers.length, 'Send each number once.'),
    /** When each entry ends, as ISO 8601 in UTC; null for one that ends as its list says. Absent when all do. */
    ends: z.array(endSchema.nullable()).max(NUMBERS_PER_CHUNK_MAX).optional(),
  })
  .refine(({ numbers, ends }) => ends === undefined || ends.length === numbers.length, {
    error: 'Give as many ends as numbers.',
    path: ['ends'],
  })

export type StageNumbersInput = z.output<typeof stageNumbersSchema>

export const byUploadSchema = z.strictObject({ uploadId: uploadIdSchema })
