import { z } from 'zod'
import { callIdSchema, sequenceIdSchema } from '@/domain/answer-fields.schema'

/** Why an agent has paused itself. Nobody has stopped it; somebody has to let it go on. */
export const brokenOffSchema = z.object({
  failed: z.int().describe('How many calls failed.'),
  calls: z.int().describe('Of how many that had ended within ten minutes.'),
  lastCalls: z
    .array(z.object({ callId: callIdSchema, sequenceId: sequenceIdSchema }))
    .describe('The last that failed, the latest first.'),
})

export type BrokenOff = z.output<typeof brokenOffSchema>
