import { fetchDueResults } from '@/domain/calls/fetch-call-results'
import { callNudged } from '@/domain/events'
import { defineBatchFunction } from '@/inngest/define-function'

const EVENTS_PER_RUN_MAX = 100

/** How many runs may wait for one provider's account, so that there is room for others, and it is not asked by too many at once. */
const RUNS_AT_ONCE_PER_ACCOUNT = 3

/** Asks a provider at once how the calls of an account stand of which it has sent events. */
export const fetchNudgedCallsFunction = defineBatchFunction({
  id: 'fetch-nudged-calls',
  on: [callNudged],
  retries: 3,
  batch: { sizeMax: EVENTS_PER_RUN_MAX, key: 'event.data.dialerAccountId' },
  concurrency: [{ limit: RUNS_AT_ONCE_PER_ACCOUNT, key: 'event.data.dialerAccountId' }],
  isOneStep: true,
  // All events of a batch are of one account, by its key.
  handler: ({ events: [event], step }) => step.run('fetch', () => fetchDueResults(event?.data.dialerAccountId || null)),
})
