import { z } from 'zod'
import { momentSchema } from '@/domain/answer-fields.schema'
import { rescheduleSequenceSchema } from '@/domain/sequences/reschedule.schema'
import { rescheduleSequence } from '@/domain/sequences/reschedule-sequence'
import { defineEndpoint } from '@/rest/define-endpoint'

export const rescheduledSchema = z.object({
  success: z.literal(true),
  scheduledAt: momentSchema.describe(
    'When the step is due now: the moment asked for, or the next in the call windows.',
  ),
})

/** `POST /sequences/{sequenceId}/reschedule`: moves the next step of a sequence. */
export const rescheduleSequenceEndpoint = defineEndpoint({
  method: 'POST',
  path: '/sequences/{sequenceId}/reschedule',
  auth: 'apiKey',
  body: { kind: 'json', schema: rescheduleSequenceSchema },
  answers: { 200: rescheduledSchema },
  errors: ['VALIDATION_ERROR', 'SEQUENCE_NOT_FOUND', 'CONFLICT'],
  docs: {
    operationId: 'rescheduleSequence',
    group: 'Sequences',
    summary: 'Reschedule a sequence',
    description:
      'Moves the next step to another moment. A call outside of the call windows of the agent is moved on to when they open, unless the enrollment bypasses them. A sequence that waits for its turn in its chain is not called before that moment. One of which a step is under way, or that has ended, is a 409 `CONFLICT` that says which.',
    request: { scheduledAt: '2027-03-02T10:00:00' },
    answers: { 200: { description: 'Done.', example: { success: true, scheduledAt: '2027-03-02T16:00:00.000Z' } } },
  },
}).handle(async ({ actor, params, body }) => {
  const { scheduledAt } = await rescheduleSequence(actor, { sequenceId: params.sequenceId, ...body })
  return { status: 200, body: { success: true, scheduledAt } }
})
