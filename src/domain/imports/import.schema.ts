import { z } from 'zod'
import { batchChainsQuerySchema, listFilterFields } from '@/domain/batches/batch.schema'
import { CONTACTS_PER_BATCH_MAX, enrollBatchShape, refineEnrollment } from '@/domain/enrollment/enrollment.schema'
import { idSchema } from '@/domain/id.schema'
import { isUuid } from '@/domain/ids'
import { rowMappingSchema } from '@/domain/mappings/mapping.schema'
import { e164Schema } from '@/domain/phones/e164.schema'
import { toStorable } from '@/domain/text/sanitize.rules'
import { IMPORT_SORTS, IMPORT_STATUSES } from './import-statuses.rules'
import { NUMBERS_PER_QUERY_MAX } from './numbers-per-query.rules'

export type ImportStatus = (typeof IMPORT_STATUSES)[number]

export const ROWS_PER_IMPORT_MAX = 1_000_000
export const ROWS_PER_CHUNK_MAX = 1_000
// Chains that are kept together leave batches half full: a file of a million rows has 2,001 of them at most.
export const BATCHES_PER_IMPORT_MAX = 5_000
const CHUNKS_MAX = 20_000
const COLUMNS_MAX = 16_384
/** The largest cell that a spreadsheet can hold. A longer one is shortened in the CSV of rejected rows. */
export const CELL_LENGTH_MAX = 32_767

/** The longest text that several cells can join to. */
const CONTACT_TEXT_LENGTH_MAX = 4 * CELL_LENGTH_MAX
/** The longest name of a variable: 64 characters, of at most two UTF-16 units each. */
const VARIABLE_LENGTH_MAX = 128
/** Blank lines count too, and a file may have many. */
const RECORD_NUMBER_MAX = 100_000_000

/** A staging without a sign of its browser for this many days is cancelled, and its rows are deleted. */
export const STAGING_KEPT_DAYS = 7

/** After how many days the chunks of an import that has ended are deleted. */
export const CHUNKS_KEPT_DAYS = 30

/** How many days back "this file was enrolled before" looks. */
export const SAME_FILE_DAYS = 30

export const importIdSchema = idSchema.refine(isUuid, 'Give the id of the import as a UUID in lower case.')

/** A hash of the file's cells in any order, as 64 hexadecimal digits. */
export const fingerprintSchema = z.string().regex(/^[0-9a-f]{64}$/, 'Give the hash of the file as 64 hex digits.')

/** Describes a text that is cut to `codePointsMax` code points here; a browser may send more. */
const storable = (codePointsMax: number) =>
  z
    .string()
    .max(CONTACT_TEXT_LENGTH_MAX)
    .transform((text) => toStorable(text, codePointsMax))

export const fileNameSchema = storable(255)

const { contacts: _, name: _name, metadata: _metadata, ...optionsShape } = enrollBatchShape

/** The options of an enrollment request. The batches of an import are named after its file. */
export const importOptionsSchema = z.strictObject(optionsShape).superRefine(refineEnrollment)

const count = z.int().min(0).max(ROWS_PER_IMPORT_MAX)

/**
 * The declaration of an import, as pressing "Enroll" freezes it: the options, the cut into batches, and how many rows
 * go where.
 */
export const startImportSchema = z
  .strictObject({
    importId: importIdSchema,
    agentId: idSchema,
    fileName: fileNameSchema,
    fingerprint: fingerprintSchema.nullable(),
    columns: z.array(storable(CELL_LENGTH_MAX)).max(COLUMNS_MAX),
    /**
     * How the cells become contacts. Absent for a browser with an older version of the page, which sends contacts
     * instead.
     */
    mapping: rowMappingSchema.optional(),
    options: importOptionsSchema,
    /** Every row of the file is left out, faulty, or a contact of one of the batches. */
    rows: count,
    leftOut: count,
    faulty: count,
    /** The number of contacts of each batch. */
    batches: z
      .array(z.int().min(1).max(CONTACTS_PER_BATCH_MAX))
      .min(1, 'An import has at least one batch.')
      .max(BATCHES_PER_IMPORT_MAX, `An import has ${BATCHES_PER_IMPORT_MAX.toLocaleString('en-US')} batches at most.`),
    /** The number of chunks in which the rows will come. */
    chunks: z.int().min(1).max(CHUNKS_MAX),
  })
  .refine(({ rows, leftOut, faulty, batches }) => rows === leftOut + faulty + batches.reduce((sum, n) => sum + n, 0), {
    error: 'The rows of the file are not the sum of those that are left out, faulty and in batches.',
    path: ['rows'],
  })
  .refine(({ columns, mapping }) => mapping === undefined || mapping.columns.length === columns.length, {
    error: 'The mapping does not have the columns of the file.',
    path: ['mapping', 'columns'],
  })

export type StartImportInput = z.output<typeof startImportSchema>

const stagedRowSchema = z.strictObject({
  /** 0-based among the rows of the file. */
  row: count,
  /** As a spreadsheet numbers it. */
  recordNumber: z.int().min(1).max(RECORD_NUMBER_MAX),
  /** The cells as the operator left them, in the order of the file's columns. */
  cells: z.array(z.string().max(CELL_LENGTH_MAX)).max(COLUMNS_MAX),
  /** The contact as it is enrolled; only in an import without a mapping. */
  contact: z.record(z.string().max(VARIABLE_LENGTH_MAX), z.string().max(CONTACT_TEXT_LENGTH_MAX)).optional(),
  /** Why the review rejected the row; absent or null for a row of a batch. */
  reason: z.string().max(CONTACT_TEXT_LENGTH_MAX).nullish(),
  /**
   * The number of a rejected row as the review read it; null where it could read none. Absent for a browser with an
   * older version of the page.
   */
  readAs: e164Schema.nullish(),
})

export type StagedRow = z.output<typeof stagedRowSchema>

export const stageChunkSchema = z
  .strictObject({
    importId: importIdSchema,
    /** 0-based. */
    number: z.int().min(0).max(CHUNKS_MAX),
    /** The batch's 0-based number; null for rows that the review found faulty. */
    batch: z.int().min(0).max(BATCHES_PER_IMPORT_MAX).nullable(),
    rows: z.array(stagedRowSchema).min(1).max(ROWS_PER_CHUNK_MAX),
  })
  .refine(({ batch, rows }) => rows.every(({ reason }) => (reason == null) === (batch !== null)), {
    error: 'A row has a reason when it is in no batch, and none when it is in one.',
    path: ['rows'],
  })

export type StageChunkInput = z.output<typeof stageChunkSchema>

/** How many chunks one call may carry for a file that it enrolls whole. */
export const CHUNKS_PER_CALL_MAX = 20

/** A file that fits into one batch: its declaration and all its chunks. */
export const importFileSchema = z
  .strictObject({ start: startImportSchema, chunks: z.array(stageChunkSchema).min(1).max(CHUNKS_PER_CALL_MAX) })
  .refine(({ start }) => start.batches.length === 1, {
    error: 'A file of several batches is staged chunk by chunk.',
    path: ['start', 'batches'],
  })
  .refine(({ start, chunks }) => chunks.every(({ importId }) => importId === start.importId), {
    error: 'A chunk belongs to another import.',
    path: ['chunks'],
  })

export type ImportFileInput = z.output<typeof importFileSchema>

/** A page of an import's rows. */
export const importRowsQuerySchema = batchChainsQuerySchema

export type ImportRowsQuery = z.output<typeof importRowsQuerySchema>

export const importListQuerySchema = z.strictObject({
  ...batchChainsQuerySchema.shape,
  ...listFilterFields,
  status: z.enum(IMPORT_STATUSES).optional(),
  sort: z.enum(IMPORT_SORTS).optional(),
})

export type ImportListQuery = z.output<typeof importListQuerySchema>

export const enrolledNumbersQuerySchema = z.strictObject({
  agentId: idSchema,
  numbers: z.array(e164Schema).max(NUMBERS_PER_QUERY_MAX, `Give at most ${NUMBERS_PER_QUERY_MAX} numbers.`),
})

export const enrolledFileQuerySchema = z.strictObject({ agentId: idSchema, fingerprint: fingerprintSchema })
