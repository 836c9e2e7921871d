import { z } from 'zod'
import { idSchema } from '@/domain/id.schema'
import { CALL_OUTCOME_NAME_LENGTH_MAX } from '@/domain/results/call-details.rules'
import { resultTypeSchema } from '@/domain/results/call-result.schema'
import { isStorable } from '@/domain/text/sanitize.rules'
import { lifecycleStatusSchema } from './sequence.schema'
import { SEQUENCE_RESULTS } from './sequence-result.rules'

export const sequenceResultSchema = z.enum(SEQUENCE_RESULTS)

export const SEQUENCES_PER_PAGE_MAX = 200

/** The longest name and value of a variable, in the units of a string. */
const VARIABLE_NAME_LENGTH_MAX = 128
const VARIABLE_VALUE_LENGTH_MAX = 4_000

const storable = (lengthMax: number) =>
  z.string().max(lengthMax, 'This is too long.').refine(isStorable, 'Remove the broken character.')

/** Describes a list of some of these words; an empty one is absent. */
const someOf = <Schema extends z.ZodType>(schema: Schema, max: number) =>
  z
    .array(schema)
    .max(max)
    .optional()
    .transform((words) => (words && words.length > 0 ? words : undefined))

/** Which sequences are meant. All conditions hold together; a list holds when one of its words does. */
export const sequenceFilterShape = {
  batchId: idSchema.optional(),
  importId: idSchema.optional(),
  agentId: idSchema.optional(),
  results: someOf(sequenceResultSchema, SEQUENCE_RESULTS.length),
  /** Of the last call. */
  resultTypes: someOf(resultTypeSchema, resultTypeSchema.options.length),
  /** An outcome of any of its calls. */
  outcome: storable(2 * CALL_OUTCOME_NAME_LENGTH_MAX).optional(),
  lifecycleStatus: lifecycleStatusSchema.optional(),
  /** When they were enrolled: from the one moment on, and before the other. */
  enrolledSince: z.iso.datetime({ offset: true }).max(40).optional(),
  enrolledBefore: z.iso.datetime({ offset: true }).max(40).optional(),
  /** When their last call ended: from the one moment on, and before the other. */
  calledSince: z.iso.datetime({ offset: true }).max(40).optional(),
  calledBefore: z.iso.datetime({ offset: true }).max(40).optional(),
  /** Tests too. */
  tests: z.boolean().optional(),
  /** A custom input variable with exactly this value. */
  variable: z
    .strictObject({ name: storable(VARIABLE_NAME_LENGTH_MAX), value: storable(VARIABLE_VALUE_LENGTH_MAX) })
    .optional(),
}

export const sequenceFilterSchema = z.strictObject(sequenceFilterShape)

type ParsedFilter = z.output<typeof sequenceFilterSchema>

export type SequenceFilter = { [Name in keyof ParsedFilter]?: ParsedFilter[Name] | undefined }

/** By name only within a batch, which is small enough to be put in order. */
export const SEQUENCE_ORDERS = ['newest', 'oldest', 'name'] as const

export const sequenceOrderSchema = z.enum(SEQUENCE_ORDERS)

export type SequenceOrder = z.output<typeof sequenceOrderSchema>

export const resultListQuerySchema = z.strictObject({
  ...sequenceFilterShape,
  order: sequenceOrderSchema.default('newest'),
  cursor: storable(200).optional(),
  limit: z.int().min(1).max(SEQUENCES_PER_PAGE_MAX).default(50),
})

export type ResultListQuery = z.output<typeof resultListQuerySchema>
