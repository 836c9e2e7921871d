import { z } from 'zod'
import { reportCallResult } from '@/domain/calls/report-call-result'
import { callResultDocsSchema } from '@/domain/results/call-result.schema'
import { defineEndpoint } from '@/rest/define-endpoint'
import { resultExample } from '@/rest/docs/examples'

export const recordedSchema = z.object({
  success: z.literal(true),
  duplicate: z.literal(true).optional(),
  notes: z
    .array(z.object({ path: z.string(), message: z.string() }))
    .optional()
    .describe('What could not be taken as it was sent, and what became of it.'),
})

/**
 * `POST /calls/{callId}/result`: takes a dialer's report of a call. There is no API key. The body is signed, byte for
 * byte, with the agent's dialer secret (Standard Webhooks), so it is read as text.
 */
export const recordCallResultEndpoint = defineEndpoint({
  method: 'POST',
  path: '/calls/{callId}/result',
  auth: 'none',
  body: { kind: 'text', schema: callResultDocsSchema },
  answers: { 200: recordedSchema },
  errors: ['UNAUTHORIZED', 'VALIDATION_ERROR'],
  docs: {
    operationId: 'recordCallResult',
    group: 'Calls',
    summary: 'Report the result of a call',
    description:
      'For dialers. Signed by [Standard Webhooks](https://www.standardwebhooks.com) with the agent’s dialer secret, over the bytes as they are sent; it takes no API key. Only `resultType`, `duration` and `endedAt` are insisted on: what is unknown or of another form is kept beside in `additional`, up to 256 kB, and what is too long is cut. The first result of the dialer wins. An unknown call and a bad signature answer alike.',
    headers: ['webhook-id', 'webhook-timestamp', 'webhook-signature'],
    request: resultExample,
    answers: {
      200: { description: 'Taken; `duplicate` when an earlier result has won.', example: { success: true } },
    },
  },
}).handle(async ({ params, headers, body }) => {
  const { duplicate, notes } = await reportCallResult(params.callId, headers, body)
  if (duplicate) return { status: 200, body: { success: true, duplicate } }
  return { status: 200, body: notes.length > 0 ? { success: true, notes } : { success: true } }
})
