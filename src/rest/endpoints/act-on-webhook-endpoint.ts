import { z } from 'zod'
import { deleteEndpoint } from '@/domain/webhooks/delete-endpoint'
import { disableEndpoint } from '@/domain/webhooks/disable-endpoint'
import { enableEndpoint } from '@/domain/webhooks/enable-endpoint'
import { recoveredSchema, rotatedSecretSchema, testMessageSchema } from '@/domain/webhooks/endpoint-answer.schema'
import { recoverDeliveries } from '@/domain/webhooks/recover-deliveries'
import { rotateSecret } from '@/domain/webhooks/rotate-secret'
import { sendTestMessage } from '@/domain/webhooks/send-test-message'
import { recoverDeliveriesSchema } from '@/domain/webhooks/webhook.schema'
import { defineEndpoint } from '@/rest/define-endpoint'

const doneSchema = z.object({ success: z.literal(true) })
const releasedSchema = z.object({
  success: z.literal(true),
  released: z.int().describe('How many messages had waited and are sent now.'),
})

/** `DELETE /webhook-endpoints/{endpointId}` */
export const deleteWebhookEndpointEndpoint = defineEndpoint({
  method: 'DELETE',
  path: '/webhook-endpoints/{endpointId}',
  auth: 'apiKey',
  answers: { 200: doneSchema },
  errors: ['ENDPOINT_NOT_FOUND'],
  docs: {
    operationId: 'deleteWebhookEndpoint',
    group: 'Webhooks',
    summary: 'Delete a webhook endpoint',
    description: 'Nothing more is sent to it, and its secret is gone. What was sent stays in the log.',
    answers: { 200: { description: 'Deleted.', example: { success: true } } },
  },
}).handle(async ({ actor, params }) => {
  await deleteEndpoint(actor, params.endpointId)
  return { status: 200, body: { success: true } }
})

/** `POST /webhook-endpoints/{endpointId}/disable` */
export const disableWebhookEndpointEndpoint = defineEndpoint({
  method: 'POST',
  path: '/webhook-endpoints/{endpointId}/disable',
  auth: 'apiKey',
  answers: { 200: doneSchema },
  errors: ['ENDPOINT_NOT_FOUND'],
  docs: {
    operationId: 'disableWebhookEndpoint',
    group: 'Webhooks',
    summary: 'Switch a webhook endpoint off',
    description: 'Messages wait until it is enabled again. Repeating it changes nothing.',
    answers: { 200: { description: 'It is off.', example: { success: true } } },
  },
}).handle(async ({ actor, params }) => {
  await disableEndpoint(actor, params.endpointId)
  return { status: 200, body: { success: true } }
})

/** `POST /webhook-endpoints/{endpointId}/enable` */
export const enableWebhookEndpointEndpoint = defineEndpoint({
  method: 'POST',
  path: '/webhook-endpoints/{endpointId}/enable',
  auth: 'apiKey',
  answers: { 200: releasedSchema },
  errors: ['ENDPOINT_NOT_FOUND'],
  docs: {
    operationId: 'enableWebhookEndpoint',
    group: 'Webhooks',
    summary: 'Switch a webhook endpoint on',
    description: 'What has waited for it is sent now. Repeating it changes nothing.',
    answers: { 200: { description: 'It is on.', example: { success: true, released: 12 } } },
  },
}).handle(async ({ actor, params }) => {
  const { released } = await enableEndpoint(actor, params.endpointId)
  return { status: 200, body: { success: true, released } }
})

/** `POST /webhook-endpoints/{endpointId}/rotate-secret` */
export const rotateWebhookSecretEndpoint = defineEndpoint({
  method: 'POST',
  path: '/webhook-endpoints/{endpointId}/rotate-secret',
  auth: 'apiKey',
  answers: { 200: rotatedSecretSchema },
  errors: ['ENDPOINT_NOT_FOUND'],
  docs: {
    operationId: 'rotateWebhookSecret',
    group: 'Webhooks',
    summary: 'Rotate the secret of a webhook endpoint',
    description:
      'For 24 hours both secrets sign, so that your server can change over without losing anything. A second rotation within that time ends the first secret at once.',
    answers: {
      200: {
        description: 'The new secret, which is shown only here.',
        example: {
          secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
          oldSecretUntil: '2027-03-02T16:00:00.000Z',
        },
      },
    },
  },
}).handle(async ({ actor, params }) => ({ status: 200, body: await rotateSecret(actor, params.endpointId) }))

/** `POST /webhook-endpoints/{endpointId}/test` */
export const testWebhookEndpointEndpoint = defineEndpoint({
  method: 'POST',
  path: '/webhook-endpoints/{endpointId}/test',
  auth: 'apiKey',
  answers: { 202: testMessageSchema },
  errors: ['ENDPOINT_NOT_FOUND', 'CONFLICT'],
  docs: {
    operationId: 'testWebhookEndpoint',
    group: 'Webhooks',
    summary: 'Send a test message',
    description:
      'Sends a message of the type `endpoint.test`, signed and tried again as any other. The console shows what the endpoint answered.',
    answers: {
      202: { description: 'It is on its way.', example: { deliveryId: '01a20983-3d22-7c1f-8b74-5ca01e9d8f32' } },
    },
  },
}).handle(async ({ actor, params }) => ({ status: 202, body: await sendTestMessage(actor, params.endpointId) }))

/** `POST /webhook-endpoints/{endpointId}/recover` */
export const recoverWebhookEndpointEndpoint = defineEndpoint({
  method: 'POST',
  path: '/webhook-endpoints/{endpointId}/recover',
  auth: 'apiKey',
  body: { kind: 'json', schema: recoverDeliveriesSchema },
  answers: { 200: recoveredSchema },
  errors: ['VALIDATION_ERROR', 'ENDPOINT_NOT_FOUND', 'CONFLICT'],
  docs: {
    operationId: 'recoverWebhookEndpoint',
    group: 'Webhooks',
    summary: 'Send again what has failed',
    description:
      'Sends the messages again that have failed for good since a moment, oldest first and 1,000 at most, each under a new `webhook-id`.',
    request: { since: '2027-03-01T16:00:00Z' },
    answers: { 200: { description: 'They are on their way.', example: { recovered: 214, more: false } } },
  },
}).handle(async ({ actor, params, body }) => ({
  status: 200,
  body: await recoverDeliveries(actor, params.endpointId, body),
}))
