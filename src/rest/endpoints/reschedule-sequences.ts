import { z } from 'zod'
import { momentSchema, sequenceIdSchema } from '@/domain/answer-fields.schema'
import { rescheduleSequencesSchema } from '@/domain/sequences/reschedule.schema'
import { rescheduleSequences } from '@/domain/sequences/reschedule-sequences'
import { defineEndpoint } from '@/rest/define-endpoint'
import { EXAMPLE } from '@/rest/docs/examples'

const rescheduledSchema = z.object({
  success: z.literal(true),
  rescheduled: z.array(
    z.object({ sequenceId: sequenceIdSchema, scheduledAt: momentSchema.describe('When its step is due now.') }),
  ),
  leftOut: z
    .array(z.object({ sequenceId: z.string(), reason: z.string() }))
    .describe('Those that stay as they are, each with why.'),
})

/** `POST /sequences/reschedule`: moves the next steps of many sequences. */
export const rescheduleSequencesEndpoint = defineEndpoint({
  method: 'POST',
  path: '/sequences/reschedule',
  auth: 'apiKey',
  body: { kind: 'json', schema: rescheduleSequencesSchema },
  answers: { 200: rescheduledSchema },
  errors: ['VALIDATION_ERROR'],
  docs: {
    operationId: 'rescheduleSequences',
    group: 'Sequences',
    summary: 'Reschedule many sequences',
    description:
      'Moves the next steps of up to 1,000 sequences to another moment, each as `POST /sequences/{sequenceId}/reschedule` does. One that cannot be moved stands in `leftOut` with the reason, and keeps no other from it.',
    request: { sequenceIds: [EXAMPLE.sequenceId], scheduledAt: '2027-03-02T10:00:00' },
    answers: {
      200: {
        description: 'Done.',
        example: {
          success: true,
          rescheduled: [{ sequenceId: EXAMPLE.sequenceId, scheduledAt: '2027-03-02T16:00:00.000Z' }],
          leftOut: [],
        },
      },
    },
  },
}).handle(async ({ actor, body }) => {
  return { status: 200, body: { success: true, ...(await rescheduleSequences(actor, body)) } }
})
