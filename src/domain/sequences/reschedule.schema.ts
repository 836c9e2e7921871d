import { z } from 'zod'
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
