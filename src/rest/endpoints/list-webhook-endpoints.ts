import { webhookEndpointsSchema } from '@/domain/webhooks/endpoint-answer.schema'
import { listEndpoints } from '@/domain/webhooks/list-endpoints'
import { defineEndpoint } from '@/rest/define-endpoint'
import { webhookEndpointExample } from '@/rest/docs/examples'

/** `GET /webhook-endpoints` */
export const listWebhookEndpointsEndpoint = defineEndpoint({
  method: 'GET',
  path: '/webhook-endpoints',
  auth: 'apiKey',
  answers: { 200: webhookEndpointsSchema },
  errors: [],
  docs: {
    operationId: 'listWebhookEndpoints',
    group: 'Webhooks',
    summary: 'List the webhook endpoints',
    description: 'All of the organization, oldest first, without their secrets.',
    answers: { 200: { description: 'The endpoints.', example: { endpoints: [webhookEndpointExample] } } },
  },
}).handle(async ({ actor }) => ({ status: 200, body: { endpoints: await listEndpoints(actor) } }))
