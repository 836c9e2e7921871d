import { z } from 'zod'
import { momentSchema } from '@/domain/answer-fields.schema'

/** How long an agent will be busy with contacts, as far as one can tell, and what that assumes. */
export const estimateSchema = z.object({
  hoursNeeded: z
    .number()
    .describe(
      'Hours that the lines of the agent need for the first call of each contact, if they were open all the time and for nobody else.',
    ),
  endsAt: momentSchema
    .nullable()
    .describe(
      'About when the first call of each will have ended, in the hours in which calls are allowed and after what the agent has to do already; null where that is not within 60 days.',
    ),
  lines: z.int().describe('Calls at once that it assumes.'),
  callsPerMinute: z.int().nullable().describe('Calls that begin in a minute at most; null for no limit but the lines.'),
  callSeconds: z.int().describe('How long it takes a call to be.'),
  callsMeasured: z
    .int()
    .describe('How many of the last calls of the agent `callSeconds` is the mean of; 0 where it is only assumed.'),
  callsAhead: z.int().describe('Calls of others that the agent makes before these or in turn with them.'),
  hasLaterCalls: z
    .boolean()
    .describe('Whether the agent may call again after the first call, by its steps; the estimate leaves that out.'),
})

export type Estimate = z.output<typeof estimateSchema>
