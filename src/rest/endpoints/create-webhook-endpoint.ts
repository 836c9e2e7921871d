import { createEndpoint } from '@/domain/webhooks/create-endpoint'
import { createdEndpointSchema } from '@/domain/webhooks/endpoint-answer.schema'
import { createEndpointSchema } from '@/domain/webhooks/webhook.schema'
import { defineEndpoint } from '@/rest/define-endpoint'
import { EXAMPLE } from '@/rest/docs/examples'

/** `POST /webhook-endpoints` */
export const createWebhookEndpointEndpoint = defineEndpoint({
  method: 'POST',
  path: '/webhook-endpoints',
  auth: 'apiKey',
  body: { kind: 'json', schema: createEndpointSchema },
  answers: { 201: createdEndpointSchema },
  errors: ['VALIDATION_ERROR', 'CONFLICT'],
  docs: {
    operationId: 'createWebhookEndpoint',
    group: 'Webhooks',
    summary: 'Add a webhook endpoint',
    description:
      'It is told of everything that happens from now on and that it has chosen, as a signed POST. An organization can have 20.',
    request: { url: 'https://hooks.example.com/rollcall', events: ['call.ended', 'batch.finished'] },
    answers: {
      201: {
        description: 'Added. The secret is shown only here.',
        example: {
          endpointId: EXAMPLE.endpointId,
          url: 'https://hooks.example.com/rollcall',
          events: ['call.ended', 'batch.finished'],
          secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
        },
      },
    },
  },
}).handle(async ({ actor, body }) => ({ status: 201, body: await createEndpoint(actor, body) }))
