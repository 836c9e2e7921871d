import { enrollSingle } from '@/domain/enrollment/enroll-single'
import { defineEndpoint } from '../define-endpoint'
import { enrollmentDocs } from '../docs/enrollment-docs'
import { replayHeaders } from '../replay-headers'

/** `POST /agents/{agentId}/schedule/sequence`: one contact, whose sequence exists when the 201 is sent. */
export const enrollSingleEndpoint = defineEndpoint({
  method: 'POST',
  path: '/agents/{agentId}/schedule/sequence',
  auth: 'apiKey',
  body: 'json',
  docs: enrollmentDocs.enrollSingle,
  async handle({ actor, params, headers, body }) {
    const result = await enrollSingle(actor, {
      agentId: params.agentId as string,
      body,
      idempotencyKey: headers.get('idempotency-key') ?? undefined,
      source: 'api',
    })
    const location = `/api/v1/sequences/${result.sequenceId}`
    return { status: 201, body: result.answer, headers: { location, ...replayHeaders(result) } }
  },
})
