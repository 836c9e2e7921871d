import { dryRunQuerySchema } from '@/domain/enrollment/dry-run.schema'
import { dryRunSingle, type EnrollSingleRequest, enrollSingle } from '@/domain/enrollment/enroll-single'
import { parseRequest } from '@/domain/parse-request'
import { defineEndpoint } from '@/rest/define-endpoint'
import { enrollmentDocs } from '@/rest/docs/enrollment-docs'
import { replayHeaders } from '@/rest/replay-headers'

/** `POST /agents/{agentId}/schedule/sequence`: one contact, whose sequence exists when the 201 is sent; 200 with `?dryRun=true`. */
export const enrollSingleEndpoint = defineEndpoint({
  method: 'POST',
  path: '/agents/{agentId}/schedule/sequence',
  auth: 'apiKey',
  body: 'json',
  docs: enrollmentDocs.enrollSingle,
  async handle({ actor, params, query, headers, body }) {
    const { dryRun } = parseRequest(dryRunQuerySchema, query)
    const request: EnrollSingleRequest = {
      agentId: params.agentId as string,
      body,
      idempotencyKey: headers.get('idempotency-key') ?? undefined,
      source: 'api',
    }
    if (dryRun) return { status: 200, body: await dryRunSingle(actor, request) }
    const result = await enrollSingle(actor, request)
    const location = `/api/v1/sequences/${result.sequenceId}`
    return { status: 201, body: result.answer, headers: { location, ...replayHeaders(result) } }
  },
})
