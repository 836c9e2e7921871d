import { fetchDueResults } from '@/domain/calls/fetch-call-results'
import { defineCron } from '@/inngest/define-function'

/** Asks providers every minute how their calls stand of which they have sent no news for a while. */
export const fetchCallResultsFunction = defineCron({
  id: 'fetch-call-results',
  cron: '* * * * *',
  isOneStep: true,
  handler: ({ step }) => step.run('fetch', () => fetchDueResults(null)),
})
