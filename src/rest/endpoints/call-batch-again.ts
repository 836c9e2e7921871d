import { callBatchAgain } from '@/domain/enrollment/call-again'
import { callBatchAgainSchema } from '@/domain/enrollment/call-again.schema'
import { acceptedBatchSchema } from '@/domain/enrollment/enrollment-answer.schema'
import { defineEndpoint } from '@/rest/define-endpoint'
import { EXAMPLE } from '@/rest/docs/examples'
import { replayHeaders } from '@/rest/replay-headers'

/** `POST /batches/{batchId}/call-again`: a new batch of those who were not reached. */
export const callBatchAgainEndpoint = defineEndpoint({
  method: 'POST',
  path: '/batches/{batchId}/call-again',
  auth: 'apiKey',
  body: { kind: 'json', schema: callBatchAgainSchema },
  answers: { 202: acceptedBatchSchema },
  errors: [
    'VALIDATION_ERROR',
    'BATCH_NOT_FOUND',
    'AGENT_NOT_FOUND',
    'AGENT_MISCONFIGURED',
    'NO_VALID_CONTACTS',
    'INSUFFICIENT_CREDITS',
    'CONFLICT',
  ],
  docs: {
    operationId: 'callBatchAgain',
    group: 'Batches',
    summary: 'Call contacts of a batch again',
    description:
      'Enrolls those whose last call ended in one of these result types and who are not open any more, as a new batch through the same validation. Each contact is called again once, however often this is sent; whoever was not reached then is called again by way of the new batch.',
    headers: ['Idempotency-Key'],
    request: { resultTypes: ['No Answer', 'Busy'] },
    answers: {
      202: {
        description: 'Accepted, as any other enrollment.',
        headers: ['Location', 'Idempotent-Replayed', 'Idempotency-Payload-Mismatch'],
        example: { batchId: EXAMPLE.batchId, total: 2, accepted: 2, rejected: [], warnings: [] },
      },
    },
  },
}).handle(async ({ actor, params, headers, body }) => {
  const idempotencyKey = headers.get('idempotency-key') ?? undefined
  const result = await callBatchAgain(actor, params.batchId, body, { source: 'api', idempotencyKey })
  const location = `/api/v1/batches/${result.batchId}`
  return { status: 202, body: result.answer, headers: { location, ...replayHeaders(result) } }
})
