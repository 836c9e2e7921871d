import { z } from 'zod'
import {
  agentIdSchema,
  externalIdSchema,
  momentSchema,
  sequenceIdSchema,
  testSchema,
  variablesSchema,
} from '@/domain/answer-fields.schema'
import { rejectedContactSchema } from '@/domain/contacts/validate-contacts.rules'
import { resultTypeSchema } from '@/domain/results/call-result.schema'
import { prioritySchema } from '@/domain/schedule/priority.schema'
import { type LifecycleStatus, lifecycleStatusSchema } from '@/domain/sequences/sequence.schema'
import { sequenceResultSchema } from '@/domain/sequences/sequence-filter.schema'
import { batchSourceSchema, batchStatusSchema } from './batch.schema'

const countByLifecycle = Object.fromEntries(lifecycleStatusSchema.options.map((status) => [status, z.int()])) as Record<
  LifecycleStatus,
  z.ZodInt
>

/** A batch as the API reports it. The console gets more (`getBatch`). */
export const batchSchema = z.object({
  batchId: z.uuid(),
  agentId: agentIdSchema,
  name: z.string().optional().describe('As the request named it; absent when it did not.'),
  metadata: z.record(z.string(), z.string()).describe('The pairs that the request gave; empty when it gave none.'),
  status: batchStatusSchema.describe(
    'accepted: its sequences are being created. active: they exist. finished: all have ended. failed: they could not be created; nothing is lost.',
  ),
  source: batchSourceSchema,
  test: testSchema,
  priority: prioritySchema.describe('As it was enrolled with; normal when nothing was said.'),
  createdAt: momentSchema,
  createdBy: z.string().describe('Name of the key or of the operator.'),
  total: z.int(),
  accepted: z.int(),
  rejected: z.int(),
  sequences: z
    .object(countByLifecycle)
    .describe('How many sequences are in which state. Until they have been created, as they will be.'),
  chains: z.int(),
  pauseReason: z.string().optional().describe('As whoever paused it last said; absent when nothing was said.'),
  resumeReason: z.string().optional().describe('Likewise of its resumption.'),
  cancelReason: z.string().optional().describe('Likewise of its cancellation.'),
})

/** A batch in a list. Its own answer has the counts of its sequences too. */
export const listedBatchSchema = batchSchema.omit({
  priority: true,
  sequences: true,
  pauseReason: true,
  resumeReason: true,
  cancelReason: true,
})

export const batchListSchema = z.object({ batches: z.array(listedBatchSchema), nextCursor: z.string().nullable() })

export const batchSequenceSchema = z.object({
  sequenceId: sequenceIdSchema,
  index: z.int().describe('0-based place in the request.'),
  name: z.string(),
  phoneNumber: z.string().describe('E.164.'),
  phoneNumberExt: z.string().nullable(),
  phoneNumberWritten: z.string().describe('As it was sent.'),
  externalId: externalIdSchema,
  timezone: z.string(),
  scheduledAt: momentSchema,
  lifecycleStatus: lifecycleStatusSchema,
  customInputVariables: variablesSchema,
  chain: z.object({ value: z.string(), position: z.int().describe('0-based.') }).nullable(),
  result: sequenceResultSchema.describe(
    'What has come of the contact: goal reached (a call was successful), open (not ended), goal not reached (somebody was spoken to), nobody reached (voicemail, no answer, busy), failed, or not called.',
  ),
  lastResultType: resultTypeSchema.nullable(),
})

/** A page of a batch's sequences, in the order in which the contacts were sent. */
export const batchSequencesSchema = z.object({
  sequences: z.array(batchSequenceSchema),
  nextCursor: z.string().nullable(),
})

export const batchRejectionsSchema = z.object({ rejected: z.array(rejectedContactSchema) })

export type BatchList = z.output<typeof batchListSchema>
export type ListedBatch = z.output<typeof listedBatchSchema>
export type Batch = z.output<typeof batchSchema>
export type BatchSequence = z.output<typeof batchSequenceSchema>
export type BatchSequences = z.output<typeof batchSequencesSchema>
export type BatchRejections = z.output<typeof batchRejectionsSchema>
