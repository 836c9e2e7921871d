import { z } from 'zod'
import { agentIdSchema } from '@/domain/answer-fields.schema'

const forMonth = 'Null for a range of days.'

/** The credits allocated and spent in a month, or spent in a range of days. Days are UTC. */
export const creditUsageSchema = z.object({
  period: z.object({
    month: z.string().optional().describe('YYYY-MM. Absent for a range of days.'),
    startDate: z.iso.date(),
    endDate: z.iso.date().describe('Inclusive.'),
  }),
  organization: z.object({
    allocatedCredits: z.int().nullable().describe(forMonth),
    spentCredits: z.int(),
    reservedCredits: z.int().nullable().describe(forMonth),
    remainingCredits: z.int().nullable().describe(`allocated − reserved − spent. ${forMonth}`),
    percentageUsed: z.number().nullable().describe(`0 to 100, one decimal. ${forMonth}`),
  }),
  agents: z.array(
    z.object({
      agentId: agentIdSchema,
      agentName: z.string(),
      spentCredits: z.int(),
      transactionCount: z.int(),
    }),
  ),
})

export type CreditUsage = z.output<typeof creditUsageSchema>
