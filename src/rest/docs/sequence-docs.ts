import { z } from 'zod'
import { callResultSchema, resultTypeSchema } from '@/domain/results/call-result.schema'
import { cancelByVariableSchema, cancelSequenceSchema } from '@/domain/sequences/cancel.schema'
import { lifecycleStatusSchema } from '@/domain/sequences/sequence.schema'
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

const callSchema = named(
  'Call',
  z.object({
    callId: callIdSchema,
    stepIndex: z.int().describe('0-based, of the step that it carries out.'),
    status: z.enum(['requested', 'placed', 'ended', 'settled', 'withdrawn']),
    requestedAt: momentSchema,
    placedAt: momentSchema.nullable(),
    endedAt: momentSchema.nullable(),
    resultType: resultTypeSchema.nullable(),
    resultSource: z.enum(['dialer', 'timeout']).nullable().describe('timeout: no result came from the dialer.'),
    result: z.record(z.string(), z.unknown()).nullable().describe('As the dialer reported it.'),
  }),
)

const emailSchema = named(
  'Email',
  z.object({
    stepIndex: z.int(),
    status: z.enum(['requested', 'sent', 'failed', 'withdrawn']),
    toAddress: z.string(),
    subject: z.string(),
    body: z.string(),
    requestedAt: momentSchema,
    endedAt: momentSchema.nullable(),
    failureReason: z.string().nullable(),
  }),
)

const sequenceSchema = named(
  'Sequence',
  z.object({
    sequenceId: sequenceIdSchema,
    batchId: z.uuid(),
    agentId: agentIdSchema,
    agentName: z.string(),
    index: z.int().describe('0-based place in the request.'),
    name: z.string(),
    phoneNumber: z.string().describe('E.164.'),
    phoneNumberExt: z.string().nullable(),
    phoneNumberWritten: z.string().describe('As it was sent.'),
    toEmailAddress: z.string().nullable(),
    timezone: z.string(),
    scheduledAt: momentSchema,
    dueAt: momentSchema.nullable().describe('When the next step may start; null while it waits, calls or has ended.'),
    lifecycleStatus: lifecycleStatusSchema,
    paused: z.boolean(),
    stepIndex: z.int(),
    steps: z.array(z.object({ stepType: z.string(), delaySeconds: z.int() })),
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
    lastResultType: resultTypeSchema.nullable(),
    cancelReason: z.string().nullable(),
    createdAt: momentSchema,
    endedAt: momentSchema.nullable(),
    calls: z.array(callSchema).describe('In the order they were requested.'),
    emails: z.array(emailSchema),
  }),
)

const reported = callResultSchema.parse({
  resultType: 'Goal Completed',
  duration: 46,
  endedAt: '2027-03-01T16:01:00Z',
  summary: 'Wants a call back with prices.',
  outcomes: [{ name: 'interested' }],
})

export const sequenceDocs = {
  get: {
    operationId: 'getSequence',
    group: 'Sequences',
    summary: 'Get a sequence',
    description: 'One contact with its calls and mails.',
    answers: [
      {
        status: 200,
        description: 'The sequence.',
        schema: sequenceSchema,
        example: {
          sequenceId: EXAMPLE.sequenceId,
          batchId: EXAMPLE.batchId,
          agentId: EXAMPLE.agentId,
          agentName: 'Ada',
          index: 0,
          name: 'John Doe',
          phoneNumber: '+15551234567',
          phoneNumberExt: null,
          phoneNumberWritten: '(555) 123-4567',
          toEmailAddress: 'john@example.com',
          timezone: 'America/Chicago',
          scheduledAt: '2027-03-01T16:00:00.000Z',
          dueAt: null,
          lifecycleStatus: 'done',
          paused: false,
          stepIndex: 0,
          steps: [{ stepType: 'CALL', delaySeconds: 0 }],
          customInputVariables: { account_id: 'acme-123' },
          chain: {
            variable: 'account_id',
            value: 'acme-123',
            position: 0,
            size: 3,
            closedAt: '2027-03-01T16:01:00.120Z',
          },
          creditState: 'spent',
          lastResultType: 'Goal Completed',
          cancelReason: null,
          createdAt: '2027-03-01T15:59:58.214Z',
          endedAt: '2027-03-01T16:01:00.120Z',
          calls: [
            {
              callId: EXAMPLE.callId,
              stepIndex: 0,
              status: 'settled',
              requestedAt: '2027-03-01T16:00:00.031Z',
              placedAt: '2027-03-01T16:00:00.342Z',
              endedAt: '2027-03-01T16:01:00.000Z',
              resultType: 'Goal Completed',
              resultSource: 'dialer',
              result: reported,
            },
          ],
          emails: [],
        },
      },
    ],
    errors: ['SEQUENCE_NOT_FOUND'],
  },

  cancel: {
    operationId: 'cancelSequence',
    group: 'Sequences',
    summary: 'Cancel a sequence or its chain',
    description:
      'With the scope `contact` one contact is taken out; if it has the turn of its chain, the next one gets it. With `chain` nobody of the chain is called any more. A call under way is left to end.',
    request: { schema: cancelSequenceSchema, example: { scope: 'contact', reason: 'Asked not to be called.' } },
    answers: [
      {
        status: 200,
        description: 'Done.',
        schema: z.object({ success: z.literal(true), affected: z.int() }),
        example: { success: true, affected: 1 },
      },
    ],
    errors: ['VALIDATION_ERROR', 'SEQUENCE_NOT_FOUND'],
  },

  cancelByVariable: {
    operationId: 'cancelSequencesByVariable',
    group: 'Sequences',
    summary: 'Cancel sequences by a variable',
    description:
      'Everybody of the organization whose custom variable has this value, contacts whose sequences do not exist yet included. Those that have ended are skipped. It succeeds also when nobody matched.',
    request: {
      schema: cancelByVariableSchema,
      example: { referenceKey: 'account_id', referenceValue: 'acme-123', reason: 'The account closed.' },
    },
    answers: [
      {
        status: 200,
        description: 'Done.',
        schema: z.object({ success: z.literal(true), cancelled: z.int() }),
        example: { success: true, cancelled: 3 },
      },
    ],
    errors: ['VALIDATION_ERROR'],
  },
} satisfies Record<string, EndpointDocs>
