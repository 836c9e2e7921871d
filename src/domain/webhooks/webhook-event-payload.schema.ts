import { z } from 'zod'
import {
  agentIdSchema,
  callIdSchema,
  externalIdSchema,
  momentSchema,
  sequenceIdSchema,
  variablesSchema,
} from '@/domain/answer-fields.schema'
import { batchSourceSchema, batchStatusSchema } from '@/domain/batches/batch.schema'
import { resultTypeSchema } from '@/domain/results/call-result.schema'
import { lifecycleStatusSchema } from '@/domain/sequences/sequence.schema'
import type { RecordedEventType } from '@/domain/webhook-events/webhook-event-types.rules'
import { TEST_EVENT_TYPE } from './webhook.rules'

/** What `data` is, by the type of the event. It is a contract: fields are added, never changed. */
export const WEBHOOK_EVENT_DATA = {
  'sequence.ended': z.object({
    sequenceId: sequenceIdSchema,
    batchId: z.uuid(),
    agentId: agentIdSchema,
    name: z.string(),
    phoneNumber: z.string().describe('E.164.'),
    phoneNumberExt: z.string().describe('Empty when there is none.'),
    externalId: externalIdSchema,
    customInputVariables: variablesSchema,
    lifecycleStatus: lifecycleStatusSchema.describe('done, failed, cancelled or skipped.'),
    lastResultType: resultTypeSchema.nullable().describe('Of the last call; null when nobody was called.'),
    cancelReason: z.string().nullable().describe('As whoever cancelled it said.'),
    endedAt: momentSchema,
  }),
  'batch.created': z.object({
    batchId: z.uuid(),
    agentId: agentIdSchema,
    source: batchSourceSchema,
    createdBy: z.string().describe('Name of the key or of the operator.'),
    total: z.int(),
    accepted: z.int(),
    rejected: z.int(),
    createdAt: momentSchema,
  }),
  'batch.finished': z.object({
    batchId: z.uuid(),
    agentId: agentIdSchema,
    status: batchStatusSchema.describe('finished or cancelled.'),
    total: z.int(),
    accepted: z.int(),
    rejected: z.int(),
    finishedAt: momentSchema,
  }),
  'import.finished': z.object({
    importId: z.uuid(),
    agentId: agentIdSchema,
    fileName: z.string(),
    status: z.enum(['completed', 'cancelled']),
    rows: z.int().describe('Rows of the file: accepted, rejected and left out.'),
    accepted: z.int(),
    rejected: z.int(),
    leftOut: z.int(),
    endedAt: momentSchema,
  }),
  'contact.opted_out': z.object({
    phoneNumber: z.string().describe('E.164. Extensions do not matter.'),
    scope: z.enum(['all', 'agent']).describe('Whether any agent, or one, may not call any more.'),
    agentId: agentIdSchema.nullable().describe('The agent of the scope; null for all.'),
    callId: callIdSchema.nullable().describe('The call in which it was said; null when it was noted otherwise.'),
    notedBy: z.string().describe('Name of the operator, the key, or the agent whose call it was.'),
    optedOutAt: momentSchema,
  }),
  'credits.low': z.object({
    month: z.string().describe('Of the credits, UTC: 2027-03.'),
    allocated: z.int().describe('Credits of the month.'),
    available: z.int().describe('How many were left when this was told: neither reserved nor spent.'),
    alertPercent: z.int().describe('At how few of the allocation this is told, in per cent.'),
  }),
  'endpoint.disabled': z.object({
    endpointId: z.uuid(),
    url: z.string(),
    reason: z.string(),
    disabledAt: momentSchema,
  }),
} as const satisfies Record<RecordedEventType, z.ZodObject>

const testData = z.object({ endpointId: z.uuid(), message: z.string() })

/** What an endpoint gets of anything but a call's result. */
export const webhookEventPayloadSchema = z.discriminatedUnion('type', [
  payloadOf('sequence.ended', WEBHOOK_EVENT_DATA['sequence.ended']),
  payloadOf('batch.created', WEBHOOK_EVENT_DATA['batch.created']),
  payloadOf('batch.finished', WEBHOOK_EVENT_DATA['batch.finished']),
  payloadOf('import.finished', WEBHOOK_EVENT_DATA['import.finished']),
  payloadOf('contact.opted_out', WEBHOOK_EVENT_DATA['contact.opted_out']),
  payloadOf('credits.low', WEBHOOK_EVENT_DATA['credits.low']),
  payloadOf('endpoint.disabled', WEBHOOK_EVENT_DATA['endpoint.disabled']),
  payloadOf(TEST_EVENT_TYPE, testData),
])

export type WebhookEventPayload = z.output<typeof webhookEventPayloadSchema>

function payloadOf<const Type extends string, Data extends z.ZodObject>(type: Type, data: Data) {
  return z.object({
    type: z.literal(type),
    timestamp: momentSchema.describe('When it happened.'),
    data,
  })
}
