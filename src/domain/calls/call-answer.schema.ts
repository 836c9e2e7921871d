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
import { resultTypeSchema } from '@/domain/results/call-result.schema'

/** A call that has ended, with what came of it. */
export const callSchema = z.object({
  callId: callIdSchema,
  sequenceId: sequenceIdSchema,
  batchId: z.uuid(),
  agentId: agentIdSchema,
  test: testSchema,
  name: z.string(),
  phoneNumber: z.string().describe('E.164.'),
  phoneNumberExt: z.string().nullable(),
  externalId: externalIdSchema,
  timezone: z.string(),
  customInputVariables: variablesSchema,
  stepIndex: z.int().describe('0-based, of the step that it carried out.'),
  attempt: attemptSchema,
  promisedAt: promisedAtSchema,
  fromPhoneNumber: fromPhoneNumberSchema,
  providerCallId: providerCallIdSchema,
  requestedAt: momentSchema,
  placedAt: momentSchema.nullable(),
  endedAt: momentSchema.nullable().describe('Null while the call is under way.'),
  resultType: resultTypeSchema.nullable(),
  resultSource: z.enum(['dialer', 'timeout']).nullable().describe('timeout: no result came from the dialer.'),
  duration: z.number().nullable().describe('Seconds.'),
  summary: z.string().nullable(),
  outcomes: z.array(z.object({ name: z.string(), reasoning: z.string().nullable() })),
  extractedVariables: z.record(z.string(), z.unknown()),
  rescheduledAt: z.string().nullable(),
  transcription: z.string().nullish().describe('Of a list only with `include=transcript`.'),
})

/** A page of calls, in the order in which they ended. */
export const callListSchema = z.object({
  calls: z.array(callSchema),
  nextCursor: z.string().nullable(),
})

export type CallAnswer = z.output<typeof callSchema>
export type CallList = z.output<typeof callListSchema>
