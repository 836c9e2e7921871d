import { z } from 'zod'
import {
  agentIdSchema,
  attemptSchema,
  callIdSchema,
  externalIdSchema,
  fromPhoneNumberSchema,
  momentSchema,
  promisedAtSchema,
  providerCallIdSchema,
  sequenceIdSchema,
  testSchema,
  variablesSchema,
} from '@/domain/answer-fields.schema'
import { type CallResult, resultTypeSchema } from '@/domain/results/call-result.schema'
import { lifecycleStatusSchema } from './sequence.schema'
import { sequenceResultSchema } from './sequence-filter.schema'

// Open in what it says, since a dialer may send more names than we know, and typed as what was stored.
const storedResultSchema = z.record(z.string(), z.unknown()) as unknown as z.ZodType<CallResult, CallResult>

export const sequenceCallSchema = z.object({
  callId: callIdSchema,
  stepIndex: z.int().describe('0-based, of the step that it carries out.'),
  attempt: attemptSchema,
  promisedAt: promisedAtSchema,
  fromPhoneNumber: fromPhoneNumberSchema,
  providerCallId: providerCallIdSchema,
  dialer: z
    .object({ name: z.string(), label: z.string().describe('The name of the dialer, as people write it.') })
    .nullable()
    .describe('The dialer account that was asked for it; null before that, and of a simulated test.'),
  askedAt: momentSchema
    .nullable()
    .describe('When the dialer was first asked; null when it was not, or has certainly not called.'),
  unclear: z
    .boolean()
    .describe(
      'The dialer was asked and has not clearly answered. It is asked whether there is a call before it is asked for one again.',
    ),
  status: z.enum(['requested', 'placed', 'ended', 'settled', 'withdrawn']),
  requestedAt: momentSchema,
  placedAt: momentSchema.nullable(),
  endedAt: momentSchema.nullable(),
  resultType: resultTypeSchema.nullable(),
  resultSource: z.enum(['dialer', 'timeout']).nullable().describe('timeout: no result came from the dialer.'),
  reason: z
    .string()
    .nullable()
    .describe('Why it was withdrawn after its dialer was asked, or why it failed, as far as the dialer has said so.'),
  result: storedResultSchema.nullable().describe('As the dialer reported it.'),
})

/** A mail of a sequence. `subject` and `body` are the sent texts, with the contact's name and variables filled in. */
export const sequenceEmailSchema = z.object({
  stepIndex: z.int(),
  status: z.enum(['requested', 'sent', 'failed', 'withdrawn']),
  toAddress: z.string(),
  subject: z.string(),
  body: z.string(),
  requestedAt: momentSchema,
  endedAt: momentSchema.nullable(),
  failureReason: z.string().nullable(),
})

/** Why a call that is due is not made: the account of its agent calls nobody at the moment. */
const dialerTroubleSchema = z.object({
  dialerAccountId: z.string(),
  name: z.string(),
  state: z
    .enum(['failing', 'off', 'held'])
    .describe(
      'failing: it refuses. off: somebody has turned it off. held: it takes no call for now, as when all its lines are busy.',
    ),
  reason: z.string().nullable().describe('Why it refuses, for people.'),
  until: momentSchema.nullable().describe('When it is asked again; of held alone.'),
})

export const sequenceStepSchema = z.object({ stepType: z.string(), delaySeconds: z.int() })

/** One contact's journey, with its calls and mails. */
export const sequenceSchema = z.object({
  sequenceId: sequenceIdSchema,
  batchId: z.uuid(),
  agentId: agentIdSchema,
  agentName: z.string(),
  test: testSchema,
  index: z.int().describe('0-based place in the request.'),
  name: z.string(),
  phoneNumber: z.string().describe('E.164.'),
  phoneNumberExt: z.string().nullable(),
  phoneNumberWritten: z.string().describe('As it was sent.'),
  toEmailAddress: z.string().nullable(),
  externalId: externalIdSchema,
  timezone: z.string(),
  scheduledAt: momentSchema,
  dueAt: momentSchema.nullable().describe('When the next step may start; null while it waits, calls or has ended.'),
  promisedAt: promisedAtSchema.describe(
    'The moment for which the person was promised the next call; null when none was promised.',
  ),
  lifecycleStatus: lifecycleStatusSchema,
  paused: z.boolean(),
  stepIndex: z.int(),
  steps: z.array(sequenceStepSchema),
  customInputVariables: variablesSchema,
  chain: z
    .object({
      variable: z.string(),
      value: z.string(),
      position: z.int().describe('0-based.'),
      size: z.int(),
      closedAt: momentSchema.nullable(),
    })
    .nullable(),
  creditState: z.enum(['reserved', 'spent', 'released']),
  result: sequenceResultSchema.describe('What has come of the contact, as in the list of its batch.'),
  lastResultType: resultTypeSchema.nullable(),
  cancelReason: z.string().nullable(),
  createdAt: momentSchema,
  endedAt: momentSchema.nullable(),
  dialerTrouble: dialerTroubleSchema
    .nullable()
    .describe(
      'Why its next call, which is due, is not made: the dialer account calls nobody. Null when it waits for none.',
    ),
  calls: z.array(sequenceCallSchema).describe('In the order they were requested.'),
  emails: z.array(sequenceEmailSchema),
})

const { shape: wholeSequence } = sequenceSchema

/** A sequence in a list: without its calls and mails. */
export const listedSequenceSchema = z.object({
  sequenceId: wholeSequence.sequenceId,
  batchId: wholeSequence.batchId,
  agentId: wholeSequence.agentId,
  test: wholeSequence.test,
  index: wholeSequence.index,
  name: wholeSequence.name,
  phoneNumber: wholeSequence.phoneNumber,
  phoneNumberExt: wholeSequence.phoneNumberExt,
  phoneNumberWritten: wholeSequence.phoneNumberWritten,
  externalId: wholeSequence.externalId,
  timezone: wholeSequence.timezone,
  scheduledAt: wholeSequence.scheduledAt,
  dueAt: wholeSequence.dueAt,
  lifecycleStatus: wholeSequence.lifecycleStatus,
  paused: wholeSequence.paused,
  customInputVariables: wholeSequence.customInputVariables,
  chain: z.object({ value: z.string(), position: z.int().describe('0-based.') }).nullable(),
  result: wholeSequence.result,
  lastResultType: wholeSequence.lastResultType,
  cancelReason: wholeSequence.cancelReason,
  createdAt: wholeSequence.createdAt,
  updatedAt: momentSchema.describe('When its state, step, due moment, pause or last result changed last.'),
  endedAt: wholeSequence.endedAt,
})

/** A page of sequences, in the order in which they changed. */
export const sequenceListSchema = z.object({
  sequences: z.array(listedSequenceSchema),
  nextCursor: z.string().nullable(),
})

export type ListedSequence = z.output<typeof listedSequenceSchema>
export type SequenceList = z.output<typeof sequenceListSchema>
export type Sequence = z.output<typeof sequenceSchema>
export type DialerTrouble = z.output<typeof dialerTroubleSchema>
export type SequenceCall = z.output<typeof sequenceCallSchema>
export type SequenceEmail = z.output<typeof sequenceEmailSchema>
