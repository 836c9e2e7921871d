import { reportCallResult } from '@/domain/calls/report-call-result'
import { defineEndpoint } from '@/rest/define-endpoint'
import { callDocs } from '@/rest/docs/call-docs'

/**
 * `POST /calls/{callId}/result`: how a dialer reports a result. It has no API key: the body is signed with the agent's
 * dialer secret (Standard Webhooks), byte for byte, so it is read as text.
 */
export const recordCallResultEndpoint = defineEndpoint({
  method: 'POST',
  path: '/calls/{callId}/result',
  auth: 'none',
  body: 'text',
  docs: callDocs.recordResult,
  async handle({ params, headers, body }) {
    const { duplicate, notes } = await reportCallResult(params.callId as string, headers, body as string)
    if (duplicate) return { status: 200, body: { success: true, duplicate } }
    return { status: 200, body: notes.length > 0 ? { success: true, notes } : { success: true } }
  },
})
