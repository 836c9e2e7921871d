import { z } from 'zod'
import { takeDialerEvent } from '@/domain/dialer-events/take-dialer-event'
import { defineEndpoint } from '@/rest/define-endpoint'

/** `POST /dialers/{token}`: takes an event of a dialer's provider. */
export const takeDialerEventEndpoint = defineEndpoint({
  method: 'POST',
  path: '/dialers/{token}',
  auth: 'none',
  body: { kind: 'text', schema: z.looseObject({}) },
  answers: { 200: z.object({ success: z.literal(true) }) },
  errors: ['NOT_FOUND', 'RATE_LIMITED'],
  docs: {
    operationId: 'takeDialerEvent',
    group: 'Calls',
    summary: 'Tell that something has happened to a call',
    description:
      'For the providers of dialer accounts: the address with its token stands on the page of the account. An event only makes Rollcall ask the provider how the call stands, so that nothing has to be believed of it; its form is the provider’s. At most 1 MB.',
    request: { event: 'call_ended', call: { call_id: 'call_8f2c' } },
    answers: { 200: { description: 'Taken, also when it is about no call of ours.', example: { success: true } } },
  },
}).handle(async ({ params, headers, body }) => {
  await takeDialerEvent(params.token, headers, body)
  return { status: 200, body: { success: true } }
})
