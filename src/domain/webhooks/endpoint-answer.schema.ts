import { z } from 'zod'
import { momentSchema } from '@/domain/answer-fields.schema'
import { WEBHOOK_EVENT_TYPES } from '@/domain/webhook-events/webhook-event-types.rules'

/** An endpoint as the API reports it, without its secret. */
export const webhookEndpointSchema = z.object({
  endpointId: z.uuid(),
  url: z.string(),
  events: z.array(z.enum(WEBHOOK_EVENT_TYPES)).describe('What it is told of.'),
  createdAt: momentSchema,
  disabledAt: momentSchema.nullable().describe('Null for an enabled endpoint.'),
  disabledReason: z.string().nullable(),
  oldSecretUntil: momentSchema.nullable().describe('During a rotation, until when the old secret signs too.'),
  waitingDeliveries: z.int().describe('How many messages wait until the endpoint is enabled.'),
  failedDeliveries: z
    .int()
    .describe('How many messages failed in the last 7 days and were not sent again since; counted up to 1,000.'),
})

export const webhookEndpointsSchema = z.object({ endpoints: z.array(webhookEndpointSchema) })

const secretSchema = z
  .string()
  .describe('Verifies signatures (Standard Webhooks). It is shown only here: store it.')
  .meta({ examples: ['whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'] })

export const createdEndpointSchema = z.object({
  endpointId: z.uuid(),
  url: z.string(),
  events: z.array(z.enum(WEBHOOK_EVENT_TYPES)),
  secret: secretSchema,
})

export const rotatedSecretSchema = z.object({
  secret: secretSchema,
  oldSecretUntil: momentSchema.describe('Until then both sign.'),
})

export const testMessageSchema = z.object({ deliveryId: z.uuid().describe('The `webhook-id` of the message.') })

export const recoveredSchema = z.object({
  recovered: z.int().describe('How many messages are sent again.'),
  more: z.boolean().describe('Whether more have failed than one request sends; repeat it.'),
})
