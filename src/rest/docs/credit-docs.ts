import { z } from 'zod'
import { creditUsageQuerySchema } from '@/domain/credits/credits.schema'
import { agentIdSchema, EXAMPLE, named } from './answer-schemas'
import type { EndpointDocs } from './endpoint-docs'

const forMonth = 'Null for a range of days.'

const creditUsageSchema = named(
  'CreditUsage',
  z.object({
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
  }),
)

export const creditDocs = {
  getUsage: {
    operationId: 'getCreditUsage',
    group: 'Credits',
    summary: 'Get the credit usage',
    description:
      'Of a month (the running one by default), or of a range of days. UTC, not in the future. A reservation belongs to the month of its acceptance, and so do its spend and its release.',
    query: creditUsageQuerySchema,
    answers: [
      {
        status: 200,
        description: 'The usage.',
        schema: creditUsageSchema,
        example: {
          period: { month: '2027-03', startDate: '2027-03-01', endDate: '2027-03-31' },
          organization: {
            allocatedCredits: 100_000,
            spentCredits: 1_240,
            reservedCredits: 60,
            remainingCredits: 98_700,
            percentageUsed: 1.2,
          },
          agents: [{ agentId: EXAMPLE.agentId, agentName: 'Ada', spentCredits: 1_240, transactionCount: 1_240 }],
        },
      },
    ],
    errors: ['VALIDATION_ERROR'],
  },
} satisfies Record<string, EndpointDocs>
