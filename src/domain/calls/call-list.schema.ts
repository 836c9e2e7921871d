import { z } from 'zod'
import { idSchema } from '@/domain/id.schema'
import { CALL_OUTCOME_NAME_LENGTH_MAX } from '@/domain/results/call-details.rules'
import { resultTypeSchema } from '@/domain/results/call-result.schema'
import { isStorable } from '@/domain/text/sanitize.rules'

export const CALLS_PER_PAGE_MAX = 200

const plainText = (lengthMax: number, message: string) => z.string().max(lengthMax, message).refine(isStorable, message)

export const callListQuerySchema = z.strictObject({
  batchId: idSchema.optional().describe('Only calls of this batch.'),
  agentId: idSchema.optional().describe('Only calls of this agent.'),
  resultType: resultTypeSchema.optional().describe('Only calls that ended so.'),
  outcome: plainText(2 * CALL_OUTCOME_NAME_LENGTH_MAX, 'This is no name of an outcome.')
    .optional()
    .describe('Only calls with this outcome.'),
  endedSince: z.iso
    .datetime({ offset: true, error: 'Write the moment as ISO 8601 with an offset, such as 2027-03-01T16:00:00Z.' })
    .max(40, 'Write the moment as ISO 8601 with an offset, such as 2027-03-01T16:00:00Z.')
    .optional()
    .describe('Only calls that ended at this moment or later.'),
  include: z
    .literal('transcript', 'The only thing to include is transcript.')
    .optional()
    .describe('transcript: the transcription of each call too.'),
  cursor: plainText(200, 'This is not a cursor of ours.')
    .optional()
    .describe('`nextCursor` of the page before. Without it, the first page.'),
  limit: z.coerce
    .number('Give a whole number.')
    .int('Give a whole number.')
    .min(1, 'Give 1 or more.')
    .max(CALLS_PER_PAGE_MAX, `A page has ${CALLS_PER_PAGE_MAX} calls at most.`)
    .default(CALLS_PER_PAGE_MAX)
    .describe('Calls of a page.'),
})

export type CallListQuery = z.output<typeof callListQuerySchema>
