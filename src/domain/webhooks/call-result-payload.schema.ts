import { z } from 'zod'
import {
  agentIdSchema,
  attemptSchema,
  callIdSchema,
  externalIdSchema,
  momentSchema,
  sequenceIdSchema,
  variablesSchema,
} from '@/domain/answer-fields.schema'
import { resultTypeSchema } from '@/domain/results/call-result.schema'
import { lifecycleStatusSchema } from '@/domain/sequences/sequence.schema'

const anyJson = z.unknown()

/** What customers get after each call. It is a contract: fields are added, never changed. */
export const callResultPayloadSchema = z.object({
  type: z.literal('call.ended'),
  timestamp: momentSchema.describe('When the call ended.'),
  agentId: agentIdSchema,
  agentName: z.string(),
  callId: callIdSchema,
  name: z.string(),
  phoneNumber: z.string().describe('E.164.'),
  phoneNumberExt: z.string().describe('Empty when there is none.'),
  externalId: externalIdSchema,
  fromPhoneNumber: z.string(),
  scheduledAt: momentSchema,
  timezone: z.string(),
  direction: z.literal('outbound'),
  customInputVariables: variablesSchema,
  duration: z.number().describe('Seconds.'),
  attempt: attemptSchema,
  callUrl: z.string().describe('The call in the console.'),
  rescheduledAt: z.string().nullable(),
  callResult: z.object({
    resultType: resultTypeSchema,
    summary: z.string().nullable(),
    extractedVariables: z.record(z.string(), anyJson),
    agentActions: z.array(anyJson),
    humanActions: z.array(anyJson),
    transcription: z.string().nullable(),
    outcomes: z.array(z.object({ name: z.string(), reasoning: z.string().nullable() })),
    followUpMeetingDetails: z
      .looseObject({
        startTime: z.string().nullable(),
        endTime: z.string().nullable(),
        hostEmail: z.string().nullable(),
      })
      .nullable()
      .describe('As the dialer wrote it.'),
    crmSchedulingDetails: z.record(z.string(), anyJson).nullable(),
  }),
  sequence: z.object({
    sequenceId: sequenceIdSchema,
    lifecycleStatus: lifecycleStatusSchema.describe('What the sequence is after this call.'),
  }),
  test: z.literal(true).optional().describe('Only of a test: enrolled by a test key, or a test call of the console.'),
})

export type CallResultPayload = z.output<typeof callResultPayloadSchema>
