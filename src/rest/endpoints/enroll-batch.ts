import { dryRunQuerySchema } from '@/domain/enrollment/dry-run.schema'
import { dryRunBatch, type EnrollBatchRequest, enrollBatch } from '@/domain/enrollment/enroll-batch'
import { CONTACTS_PER_BATCH_MAX } from '@/domain/enrollment/enrollment.schema'
import { acceptedBatchSchema, dryRunSchema } from '@/domain/enrollment/enrollment-answer.schema'
import { defineEndpoint } from '@/rest/define-endpoint'
import { batchRequest } from '@/rest/docs/enrollment-requests'
import { contactExample, dryRunExample, EXAMPLE, impossibleExample, warningExample } from '@/rest/docs/examples'
import { replayHeaders } from '@/rest/replay-headers'

/** `POST /agents/{agentId}/schedule/sequences`: up to 1,000 contacts. 202, or 200 with `?dryRun=true`. */
export const enrollBatchEndpoint = defineEndpoint({
  method: 'POST',
  path: '/agents/{agentId}/schedule/sequences',
  auth: 'apiKey',
  query: dryRunQuerySchema,
  body: { kind: 'unjudgedJson', schema: batchRequest() },
  answers: { 202: acceptedBatchSchema, 200: dryRunSchema },
  errors: ['VALIDATION_ERROR', 'AGENT_NOT_FOUND', 'AGENT_MISCONFIGURED', 'NO_VALID_CONTACTS', 'INSUFFICIENT_CREDITS'],
  docs: {
    operationId: 'enrollBatch',
    group: 'Enrollment',
    summary: 'Enroll multiple contacts',
    description: `Up to ${CONTACTS_PER_BATCH_MAX.toLocaleString('en-US')} contacts. Every contact is judged alone and gets all of its faults at once: the valid ones are accepted, the others come back in \`rejected\`. What is accepted is written whole, in one transaction, before the 202.`,
    headers: ['Idempotency-Key'],
    request: { contacts: [contactExample, { name: 'Jane Roe', phoneNumber: '12' }], timezone: 'America/New_York' },
    answers: {
      202: {
        description: 'Accepted. The sequences follow within moments.',
        headers: ['Location', 'Idempotent-Replayed', 'Idempotency-Payload-Mismatch'],
        example: {
          batchId: EXAMPLE.batchId,
          total: 2,
          accepted: 1,
          rejected: [impossibleExample],
          warnings: [warningExample],
        },
      },
      200: {
        description: 'The result of a dry run. Too few credits show in it and do not fail it.',
        example: dryRunExample,
      },
    },
  },
}).handle(async ({ actor, params, query, headers, body }) => {
  const request: EnrollBatchRequest = {
    agentId: params.agentId,
    body,
    idempotencyKey: headers.get('idempotency-key') ?? undefined,
    source: 'api',
  }
  if (query.dryRun) return { status: 200, body: await dryRunBatch(actor, request) }
  const result = await enrollBatch(actor, request)
  const location = `/api/v1/batches/${result.batchId}`
  return { status: 202, body: result.answer, headers: { location, ...replayHeaders(result) } }
})
