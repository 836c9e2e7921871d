import { z } from 'zod'
import { cancelMatchingSchema } from '@/domain/sequences/cancel.schema'
import { cancelMatching } from '@/domain/sequences/cancel-sequences'
import { defineEndpoint } from '@/rest/define-endpoint'

export const cancelledSchema = z.object({ success: z.literal(true), cancelled: z.int() })

/** `POST /sequences/cancel`: cancels everybody with this number, or whose variable has this value. */
export const cancelByVariableEndpoint = defineEndpoint({
  method: 'POST',
  path: '/sequences/cancel',
  auth: 'apiKey',
  body: { kind: 'json', schema: cancelMatchingSchema },
  answers: { 200: cancelledSchema },
  errors: ['VALIDATION_ERROR'],
  docs: {
    operationId: 'cancelSequencesByVariable',
    group: 'Sequences',
    summary: 'Cancel sequences by a variable or a number',
    description:
      'Everybody of the organization whose custom variable has this value, or everybody with this `phoneNumber` (any format, any extension): send either. Contacts whose sequences do not exist yet are included, and those that have ended are skipped. It succeeds also when nobody matched.',
    request: { referenceKey: 'account_id', referenceValue: 'acme-123', reason: 'The account closed.' },
    answers: { 200: { description: 'Done.', example: { success: true, cancelled: 3 } } },
  },
}).handle(async ({ actor, body }) => {
  const { affected } = await cancelMatching(actor, body)
  return { status: 200, body: { success: true, cancelled: affected } }
})
