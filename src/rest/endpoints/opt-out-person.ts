import { z } from 'zod'
import { optOutPerson } from '@/domain/suppression/opt-out-person'
import { optOutPersonSchema } from '@/domain/suppression/suppression.schema'
import { defineEndpoint } from '@/rest/define-endpoint'

const optedOutSchema = z.object({
  success: z.literal(true),
  cancelled: z.int().describe('How many open sequences have ended by it.'),
})

/** `POST /people/opt-out` */
export const optOutPersonEndpoint = defineEndpoint({
  method: 'POST',
  path: '/people/opt-out',
  auth: 'apiKey',
  body: { kind: 'json', schema: optOutPersonSchema },
  answers: { 200: optedOutSchema },
  errors: ['VALIDATION_ERROR', 'AGENT_NOT_FOUND'],
  docs: {
    operationId: 'optOutPerson',
    group: 'Suppressions',
    summary: 'Note that somebody is not to be called again',
    description:
      'For whoever asks not to be called again, or revokes a consent: in one transaction the number goes on "Do not call", every consent of it is revoked, and all open sequences of it end. With `agentId` it holds for that agent alone, and consents stay. Repeating it changes nothing.',
    request: { phoneNumber: '+15551234567', reason: 'Revoked the consent by mail' },
    answers: { 200: { description: 'It is noted.', example: { success: true, cancelled: 1 } } },
  },
}).handle(async ({ actor, body }) => {
  const { affected } = await optOutPerson(actor, body)
  return { status: 200, body: { success: true, cancelled: affected } }
})
