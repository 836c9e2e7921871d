import { z } from 'zod'
import { idSchema } from '@/domain/id.schema'
import { lifecycleStatusSchema } from '@/domain/sequences/sequence.schema'
import { isStorable } from '@/domain/text/sanitize.rules'
import { BATCH_SORTS, BATCH_SOURCES, BATCH_STATUSES } from './batch-statuses.rules'

export const batchStatusSchema = z.enum(BATCH_STATUSES)

export const batchSourceSchema = z.enum(BATCH_SOURCES)

export type BatchSource = z.output<typeof batchSourceSchema>

export type BatchStatus = z.infer<typeof batchStatusSchema>

export const PAGE_ROWS_MAX = 200
export const PAGE_ROWS_DEFAULT = 50

// Postgres cannot store these, and neither is in any cursor that we made.
const plainText = z.string().refine(isStorable, 'This is not a cursor of ours.')

const pageFields = {
  cursor: plainText
    .max(200, 'This is not a cursor of ours.')
    .optional()
    .describe('`nextCursor` of the page before. Without it, the first page.'),
  limit: z.coerce
    .number('Give a whole number.')
    .int('Give a whole number.')
    .min(1, 'Give 1 or more.')
    .max(PAGE_ROWS_MAX, `A page has ${PAGE_ROWS_MAX} rows at most.`)
    .default(PAGE_ROWS_DEFAULT)
    .describe('Rows of a page.'),
}

export const batchSequencesQuerySchema = z.strictObject({
  ...pageFields,
  lifecycleStatus: lifecycleStatusSchema.optional().describe('Only sequences in this state.'),
  status: lifecycleStatusSchema.optional().meta({ deprecated: true, description: 'The old name of lifecycleStatus.' }),
})

export type BatchSequencesQuery = z.infer<typeof batchSequencesQuerySchema>

export const batchChainsQuerySchema = z.strictObject(pageFields)

export type BatchChainsQuery = z.infer<typeof batchChainsQuerySchema>

const NAME_LENGTH_MAX = 200
const MOMENT_LENGTH_MAX = 40

const text = (message: string) =>
  z.string().trim().min(1, message).max(NAME_LENGTH_MAX, message).refine(isStorable, message)
const moment = z.iso.datetime({ offset: true, error: 'Give a moment as ISO 8601.' }).max(MOMENT_LENGTH_MAX)

/** The filters that lists of batches and of imports have in common. */
export const listFilterFields = {
  agentId: idSchema.optional(),
  /** Part of the name, in any case. */
  search: text('Give up to 200 characters of a name.').optional(),
  /** As `createdBy` has it. */
  createdBy: text('Give the name of a key or of an operator.').optional(),
  /** Created from this moment on. */
  since: moment.optional(),
  /** Created before this moment. */
  until: moment.optional(),
  /** Tests too. */
  tests: z.boolean().optional(),
}

export const batchListQuerySchema = z.strictObject({
  ...pageFields,
  ...listFilterFields,
  status: batchStatusSchema.optional(),
  source: z.enum(BATCH_SOURCES).optional(),
  /** Leaves out the batches of imports, which stand within their imports. */
  outsideImports: z.boolean().optional(),
  sort: z.enum(BATCH_SORTS).optional(),
})

/** The filters of the public list. Each is one of the console's, by the name of the field that it looks at. */
export const publicBatchListQuerySchema = z.strictObject({
  ...pageFields,
  agentId: idSchema.optional().describe('Only batches of this agent.'),
  status: batchStatusSchema.optional().describe('Only batches in this state.'),
  source: batchSourceSchema.optional().describe('Only batches that came this way.'),
  createdSince: moment.optional().describe('Only batches that were accepted at this moment or later.'),
})

export type BatchListQuery = z.infer<typeof batchListQuerySchema>
