import { z } from 'zod'
import { callResultDocsSchema, resultTypeSchema } from '@/domain/results/call-result.schema'
import { lifecycleStatusSchema } from '@/domain/sequences/sequence.schema'
import type { CallResultPayload } from '@/domain/webhooks/call-result-payload.rules'
import {
  agentIdSchema,
  callIdSchema,
  EXAMPLE,
  momentSchema,
  named,
  sequenceIdSchema,
  variablesSchema,
} from './answer-schemas'
import type { EndpointDocs } from './endpoint-docs'

export const callDocs = {
  recordResult: {
    operationId: 'recordCallResult',
    group: 'Calls',
    summary: 'Report the result of a call',
    description:
      'For dialers. Signed by [Standard Webhooks](https://www.standardwebhooks.com) with the agent’s dialer secret, over the bytes as they are sent; it takes no API key. Only `resultType`, `duration` and `endedAt` are insisted on: what is unknown or of another form is kept beside in `additional`, up to 256 kB, and what is too long is cut. The first result of the dialer wins. An unknown call and a bad signature answer alike.',
    headers: ['webhook-id', 'webhook-timestamp', 'webhook-signature'],
    request: {
      schema: callResultDocsSchema,
      example: {
        resultType: 'Goal Completed',
        duration: 46,
        endedAt: '2027-03-01T16:01:00Z',
        summary: 'Wants a call back with prices.',
        outcomes: [{ name: 'interested' }],
      },
    },
    answers: [
      {
        status: 200,
        description: 'Taken; `duplicate` when an earlier result has won.',
        schema: z.object({
          success: z.literal(true),
          duplicate: z.literal(true).optional(),
          notes: z
            .array(z.object({ path: z.string(), message: z.string() }))
            .optional()
            .describe('What could not be taken as it was sent, and what became of it.'),
        }),
        example: { success: true },
      },
    ],
    errors: ['UNAUTHORIZED', 'VALIDATION_ERROR'],
  },
} satisfies Record<string, EndpointDocs>

const anyJson = z.unknown()

/** What a customer's endpoint gets after each call. */
export const callResultWebhookSchema = named(
  'CallResultWebhook',
  z.object({
    agentId: agentIdSchema,
    agentName: z.string(),
    callId: callIdSchema,
    name: z.string(),
    phoneNumber: z.string().describe('E.164.'),
    phoneNumberExt: z.string().describe('Empty when there is none.'),
    fromPhoneNumber: z.string(),
    scheduledAt: momentSchema,
    timezone: z.string(),
    direction: z.literal('outbound'),
    customInputVariables: variablesSchema,
    duration: z.number().describe('Seconds.'),
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
  }),
)

export const callResultWebhookExample: CallResultPayload = {
  agentId: EXAMPLE.agentId,
  agentName: 'Ada',
  callId: EXAMPLE.callId,
  name: 'John Doe',
  phoneNumber: '+15551234567',
  phoneNumberExt: '',
  fromPhoneNumber: '+15559876543',
  scheduledAt: '2027-03-01T16:00:00.000Z',
  timezone: 'America/Chicago',
  direction: 'outbound',
  customInputVariables: { account_id: 'acme-123' },
  duration: 46,
  callUrl: `https://rollcall.example/sequences/${EXAMPLE.sequenceId}#${EXAMPLE.callId}`,
  rescheduledAt: null,
  callResult: {
    resultType: 'Goal Completed',
    summary: 'Wants a call back with prices.',
    extractedVariables: {},
    agentActions: [],
    humanActions: [],
    transcription: null,
    outcomes: [{ name: 'interested', reasoning: null }],
    followUpMeetingDetails: {
      startTime: '2027-03-02T16:00:00Z',
      endTime: '2027-03-02T16:30:00Z',
      hostEmail: 'grace@example.com',
    },
    crmSchedulingDetails: null,
  },
  sequence: { sequenceId: EXAMPLE.sequenceId, lifecycleStatus: 'done' },
}
