import { creditUsageSchema } from '@/domain/credits/credit-usage-answer.schema'
import { creditUsageQuerySchema } from '@/domain/credits/credits.schema'
import { getCreditUsage } from '@/domain/credits/get-credit-usage'
import { defineEndpoint } from '@/rest/define-endpoint'
import { creditUsageExample } from '@/rest/docs/examples'

/** `GET /credits/usage?month=YYYY-MM`, or `?startDate=&endDate=`. */
export const getCreditUsageEndpoint = defineEndpoint({
  method: 'GET',
  path: '/credits/usage',
  auth: 'apiKey',
  query: creditUsageQuerySchema,
  answers: { 200: creditUsageSchema },
  errors: ['VALIDATION_ERROR'],
  docs: {
    operationId: 'getCreditUsage',
    group: 'Credits',
    summary: 'Get the credit usage',
    description:
      'Of a month (the running one by default), or of a range of days. UTC, not in the future. A reservation belongs to the month of its acceptance, and so do its spend and its release.',
    answers: { 200: { description: 'The usage.', example: creditUsageExample } },
  },
}).handle(async ({ actor, query }) => {
  return { status: 200, body: await getCreditUsage(actor, query) }
})
