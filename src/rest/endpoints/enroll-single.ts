import { dryRunQuerySchema } from '@/domain/enrollment/dry-run.schema'
import { dryRunSingle, type EnrollSingleRequest, enrollSingle } from '@/domain/enrollment/enroll-single'
import { scheduledContactSchema, singleDryRunSchema } from '@/domain/enrollment/enrollment-answer.schema'
import { defineEndpoint } from '@/rest/define-endpoint'
import { singleRequest } from '@/rest/docs/enrollment-requests'
import { contactExample, dryRunExample, EXAMPLE, triedSequenceExample } from '@/rest/docs/examples'
import { replayHeaders } from '@/rest/replay-headers'

/** `POST /agents/{agentId}/schedule/sequence`: one contact, whose sequence exists when the 201 is sent; 200 with `?dryRun=true`. */
export const enrollSingleEndpoint = defineEndpoint({
  method: 'POST',
  path: '/agents/{agentId}/schedule/sequence',
  auth: 'apiKey',
  query: dryRunQuerySchema,
  body: { kind: 'unjudgedJson', schema: singleRequest() },
  answers: { 201: scheduledContactSchema, 200: singleDryRunSchema },
  errors: ['VALIDATION_ERROR', 'AGENT_NOT_FOUND', 'AGENT_MISCONFIGURED', 'INSUFFICIENT_CREDITS'],
  docs: {
    operationId: 'enrollContact',
    group: 'Enrollment',
    summary: 'Enroll a single contact',
    description:
      'The sequence exists when the answer is sent. With `groupByField` the contact joins the newest open chain of the same agent and value: it is scheduled when nobody of that chain has the turn, else it waits. A contact without a timezone gets that of its number. An invalid contact is a 400 with its faults as `details`.',
    headers: ['Idempotency-Key'],
    request: { ...contactExample, groupByField: 'account_id' },
    answers: {
      201: {
        description: 'Scheduled.',
        headers: ['Location', 'Idempotent-Replayed', 'Idempotency-Payload-Mismatch'],
        example: {
          sequence: { sequenceId: EXAMPLE.sequenceId, batchId: EXAMPLE.batchId, ...triedSequenceExample },
          warnings: [],
        },
      },
      200: {
        description: 'The result of a dry run. Too few credits show in it and do not fail it.',
        example: {
          ...dryRunExample,
          total: 1,
          rejected: [],
          reasons: [],
          warnings: [],
          groups: [{ value: 'acme-123', size: 1 }],
          sequence: triedSequenceExample,
        },
      },
    },
  },
}).handle(async ({ actor, params, query, headers, body }) => {
  const request: EnrollSingleRequest = {
    agentId: params.agentId,
    body,
    idempotencyKey: headers.get('idempotency-key') ?? undefined,
    source: 'api',
  }
  if (query.dryRun) return { status: 200, body: await dryRunSingle(actor, request) }
  const result = await enrollSingle(actor, request)
  const location = `/api/v1/sequences/${result.sequenceId}`
  return { status: 201, body: result.answer, headers: { location, ...replayHeaders(result) } }
})
