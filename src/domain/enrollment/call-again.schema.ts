import { z } from 'zod'
import { idSchema } from '@/domain/id.schema'
import { resultTypeSchema } from '@/domain/results/call-result.schema'
import { sequenceFilterSchema } from '@/domain/sequences/sequence-filter.schema'
import { isStorable } from '@/domain/text/sanitize.rules'
import { CONTACTS_PER_BATCH_MAX, enrollBatchShape } from './enrollment.schema'

const { name, metadata, bypassAllowedCallWindow, priority } = enrollBatchShape

const target = {
  /** Another agent than the one who called before. */
  agentId: idSchema.optional(),
  name,
  metadata,
  bypassAllowedCallWindow: bypassAllowedCallWindow.optional(),
  priority,
}

/** Whom to call again: chosen sequences, or all that a filter matches. Who is still open is not meant. */
export const callAgainSchema = z
  .strictObject({
    sequenceIds: z.array(idSchema).min(1).max(CONTACTS_PER_BATCH_MAX).optional(),
    filter: sequenceFilterSchema.optional(),
    ...target,
    /** `next` of the answer before: a thousand contacts are a batch, and more are as many calls of this. */
    after: z
      .string()
      .max(200, 'This is not a cursor of ours.')
      .refine(isStorable, 'This is not a cursor of ours.')
      .optional(),
  })
  .refine(({ sequenceIds, filter }) => (sequenceIds === undefined) !== (filter === undefined), {
    error: 'Name either the sequences or a filter.',
    path: ['sequenceIds'],
  })

export type CallAgainInput = z.output<typeof callAgainSchema>

/** The body of `POST /batches/{batchId}/call-again`. */
export const callBatchAgainSchema = z.strictObject({
  resultTypes: z
    .array(resultTypeSchema)
    .min(1, 'Name at least one result type, such as No Answer.')
    .max(resultTypeSchema.options.length)
    .describe('Who is called again: those whose last call ended so, and who are not open any more.'),
  ...target,
})

export type CallBatchAgainInput = z.output<typeof callBatchAgainSchema>
