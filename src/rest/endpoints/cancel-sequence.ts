import { z } from 'zod'
import { cancelSequenceSchema } from '@/domain/sequences/cancel.schema'
import { cancelSequence } from '@/domain/sequences/cancel-sequences'
import { defineEndpoint } from '@/rest/define-endpoint'

export const cancelledSequenceSchema = z.object({ success: z.literal(true), affected: z.int() })

/** `POST /sequences/{sequenceId}/cancel`: cancels one contact, or its whole chain. */
export const cancelSequenceEndpoint = defineEndpoint({
  method: 'POST',
  path: '/sequences/{sequenceId}/cancel',
  auth: 'apiKey',
  body: { kind: 'json', schema: cancelSequenceSchema },
  answers: { 200: cancelledSequenceSchema },
  errors: ['VALIDATION_ERROR', 'SEQUENCE_NOT_FOUND'],
  docs: {
    operationId: 'cancelSequence',
    group: 'Sequences',
    summary: 'Cancel a sequence or its chain',
    description:
      'With the scope `contact` one contact is taken out; if it has the turn of its chain, the next one gets it. With `chain` nobody in the chain will be called any more. A call under way is left to end.',
    request: { scope: 'contact', reason: 'Asked not to be called.' },
    answers: { 200: { description: 'Done.', example: { success: true, affected: 1 } } },
  },
}).handle(async ({ actor, params, body: { scope, reason } }) => {
  const { affected } = await cancelSequence(actor, { sequenceId: params.sequenceId, scope, reason })
  return { status: 200, body: { success: true, affected } }
})
