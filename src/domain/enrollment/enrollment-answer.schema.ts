import { z } from 'zod'
import { momentSchema, sequenceIdSchema, variablesSchema } from '@/domain/answer-fields.schema'
import { estimateSchema } from '@/domain/capacity/estimate.schema'
import { faultCodeSchema } from '@/domain/contacts/fault.schema'
import { rejectedContactSchema } from '@/domain/contacts/validate-contacts.rules'
import { warningSchema } from '@/domain/contacts/warning.schema'
import { lifecycleStatusSchema } from '@/domain/sequences/sequence.schema'
import { sequenceStepSchema } from '@/domain/sequences/sequence-answer.schema'

const verdicts = {
  total: z.int().describe('Contacts sent. Always accepted + rejected.'),
  accepted: z.int(),
  rejected: z.array(rejectedContactSchema),
}

export const acceptedBatchSchema = z.object({
  batchId: z.uuid(),
  ...verdicts,
  warnings: z.array(warningSchema),
})

/** The details of `NO_VALID_CONTACTS`. */
export const noneAcceptedSchema = z.object(verdicts)

/** What a request would do, as `summarizeDryRun` computes it. */
export const dryRunSummarySchema = z.object({
  ...verdicts,
  reasons: z
    .array(
      z.object({
        code: faultCodeSchema,
        contacts: z.int().min(1),
        indexes: z.array(z.int().min(0)).describe('The first of them, 5 at most.'),
      }),
    )
    .describe('Why contacts would be rejected, by the code that stands for each, the most frequent first.'),
  warnings: z.array(warningSchema),
  credits: z.object({ required: z.int(), available: z.int() }),
  groups: z
    .array(z.object({ value: z.string(), size: z.int() }))
    .describe('The groups that groupByField makes of the contacts.'),
  firstCallAt: momentSchema
    .nullable()
    .describe(
      'The first moment at which a call is allowed and due, by the rules of the place and the windows. Null when nobody would be called before somebody else.',
    ),
  lastCallAt: momentSchema.nullable().describe('The same of the last contact; later calls of its steps are left out.'),
})

export const dryRunSchema = z.object({
  dryRun: z.literal(true),
  ...dryRunSummarySchema.shape,
  estimate: estimateSchema.describe('How long the agent will be busy with the contacts, and what that assumes.'),
})

/** The sequence of one contact without its ids, which a dry run does not create. */
export const triedSequenceSchema = z.object({
  name: z.string(),
  phoneNumber: z.string().describe('E.164.'),
  scheduledAt: momentSchema
    .nullable()
    .describe('Null for one that waits: when it is called depends on who is before it in the chain.'),
  lifecycleStatus: lifecycleStatusSchema.describe('scheduled, or waiting when somebody of the chain has the turn.'),
  chain: z
    .object({ value: z.string(), position: z.int().describe('0-based.') })
    .nullable()
    .describe('The chain that it joined or opened; null without groupByField.'),
  toEmailAddress: z.string().nullable(),
  externalId: z.string().optional().describe('Absent when none was sent.'),
  customInputVariables: variablesSchema,
  timezone: z.string(),
  scheduledBy: z.string(),
  steps: z.array(sequenceStepSchema),
})

export const scheduledSequenceSchema = z.object({
  sequenceId: sequenceIdSchema,
  batchId: z.uuid().describe('A batch of one.'),
  ...triedSequenceSchema.shape,
})

export const scheduledContactSchema = z.object({
  sequence: scheduledSequenceSchema,
  warnings: z.array(warningSchema),
})

export const singleDryRunSchema = z.object({
  ...dryRunSchema.shape,
  sequence: triedSequenceSchema.describe('As it would be made; it has no ids, since it is not.'),
})

export type AcceptedBatch = z.output<typeof acceptedBatchSchema>
export type NoneAccepted = z.output<typeof noneAcceptedSchema>
export type DryRunSummary = z.output<typeof dryRunSummarySchema>
export type DryRun = z.output<typeof dryRunSchema>
export type TriedSequence = z.output<typeof triedSequenceSchema>
export type ScheduledContact = z.output<typeof scheduledContactSchema>
export type SingleDryRun = z.output<typeof singleDryRunSchema>
