import { callSchema } from '@/domain/calls/call-answer.schema'
import { getCall } from '@/domain/calls/get-call'
import { defineEndpoint } from '@/rest/define-endpoint'
import { callExample } from '@/rest/docs/examples'

/** `GET /calls/{callId}`, with its transcription. */
export const getCallEndpoint = defineEndpoint({
  method: 'GET',
  path: '/calls/{callId}',
  auth: 'apiKey',
  answers: { 200: callSchema },
  errors: ['CALL_NOT_FOUND'],
  docs: {
    operationId: 'getCall',
    group: 'Calls',
    summary: 'Get a call',
    description: 'What came of it, with its transcription.',
    answers: { 200: { description: 'The call.', example: { ...callExample, transcription: 'Hello, this is Ada.' } } },
  },
}).handle(async ({ actor, params }) => ({ status: 200, body: await getCall(actor, params.callId) }))
