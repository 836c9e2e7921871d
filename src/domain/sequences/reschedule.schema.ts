import { z } from 'zod'
import { idSchema } from '@/domain/id.schema'
import { isStorable } from '@/domain/text/sanitize.rules'

export const rescheduleSequenceSchema = z.strictObject({
  scheduledAt: z
    .string('Give the moment as a text.')
    .max(64, 'Write the moment without so many digits.')
    .refine(isStorable, 'Remove the character that cannot be stored (NUL or half a pair).')
    .describe(
      'ISO 8601, as in a contact: without an offset it is read in the time zone of the contact. A call is moved on to when the call windows of the agent are open.',
    ),
})

export const RESCHEDULED_AT_ONCE_MAX = 1_000

export const rescheduleSequencesSchema = rescheduleSequenceSchema.extend({
  sequenceIds: z
    .array(idSchema)
    .min(1, 'Name at least one sequence.')
    .max(RESCHEDULED_AT_ONCE_MAX, `Name ${RESCHEDULED_AT_ONCE_MAX} sequences at most.`),
})
