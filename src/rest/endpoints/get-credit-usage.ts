import { creditUsageQuerySchema } from '@/domain/credits/credits.schema'
import { getCreditUsage } from '@/domain/credits/get-credit-usage'
import { parseRequest } from '@/domain/parse-request'
import { defineEndpoint } from '@/rest/define-endpoint'
import { creditDocs } from '@/rest/docs/credit-docs'

/** `GET /credits/usage?month=YYYY-MM`, or `?startDate=&endDate=`. */
export const getCreditUsageEndpoint = defineEndpoint({
  method: 'GET',
  path: '/credits/usage',
  auth: 'apiKey',
  body: 'none',
  docs: creditDocs.getUsage,
  async handle({ actor, query }) {
    const period = parseRequest(creditUsageQuerySchema, query)
    return { status: 200, body: await getCreditUsage(actor, period) }
  },
})
