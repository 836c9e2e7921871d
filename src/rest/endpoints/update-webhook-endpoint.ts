import { webhookEndpointSchema } from '@/domain/webhooks/endpoint-answer.schema'
import { updateEndpoint } from '@/domain/webhooks/update-endpoint'
import { updateEndpointSchema } from '@/domain/webhooks/webhook.schema'
import { defineEndpoint } from '@/rest/define-endpoint'
import { webhookEndpointExample } from '@/rest/docs/examples'

/** `PATCH /webhook-endpoints/{endpointId}` */
export const updateWebhookEndpointEndpoint = defineEndpoint({
  method: 'PATCH',
  path: '/webhook-endpoints/{endpointId}',
  auth: 'apiKey',
  body: { kind: 'json', schema: updateEndpointSchema },
  answers: { 200: webhookEndpointSchema },
  errors: ['VALIDATION_ERROR', 'ENDPOINT_NOT_FOUND'],
  docs: {
    operationId: 'updateWebhookEndpoint',
    group: 'Webhooks',
    summary: 'Change a webhook endpoint',
    description:
      'Changes where its messages go, or what it is told of; what is left out stays. Messages that are still to be delivered go to the new URL.',
    request: { events: ['call.ended', 'sequence.ended'] },
    answers: {
      200: {
        description: 'The endpoint as it is now.',
        example: { ...webhookEndpointExample, events: ['call.ended', 'sequence.ended'] },
      },
    },
  },
}).handle(async ({ actor, params, body }) => ({
  status: 200,
  body: await updateEndpoint(actor, params.endpointId, body),
}))
