import { dryRunQuerySchema } from '@/domain/enrollment/dry-run.schema'
import { dryRunBatch, type EnrollBatchRequest, enrollBatch } from '@/domain/enrollment/enroll-batch'
import { parseRequest } from '@/domain/parse-request'
import { defineEndpoint } from '@/rest/define-endpoint'
import { enrollmentDocs } from '@/rest/docs/enrollment-docs'
import { replayHeaders } from '@/rest/replay-headers'

/** `POST /agents/{agentId}/schedule/sequences`: up to 1,000 contacts. 202, or 200 with `?dryRun=true`. */
export const enrollBatchEndpoint = defineEndpoint({
  method: 'POST',
  path: '/agents/{agentId}/schedule/sequences',
  auth: 'apiKey',
  body: 'json',
  docs: enrollmentDocs.enrollBatch,
  async handle({ actor, params, query, headers, body }) {
    const request: EnrollBatchRequest = {
      agentId: params.agentId as string,
      body,
      idempotencyKey: headers.get('idempotency-key') ?? undefined,
      source: 'api',
    }
    const { dryRun } = parseRequest(dryRunQuerySchema, query)
    if (dryRun) return { status: 200, body: await dryRunBatch(actor, request) }
    const result = await enrollBatch(actor, request)
    const location = `/api/v1/batches/${result.batchId}`
    return { status: 202, body: result.answer, headers: { location, ...replayHeaders(result) } }
  },
})
