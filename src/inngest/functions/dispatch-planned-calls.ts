import { workPlanned } from '@/domain/events'
import { defineFunction } from '@/inngest/define-function'
import { dispatch } from './dispatch-calls'

/**
 * Dispatches an agent's calls at the moment at which some become due. It takes no batches: an event that waits for its
 * moment would hold up those that are gathered with it.
 */
export const dispatchPlannedCallsFunction = defineFunction({
  id: 'dispatch-planned-calls',
  on: [workPlanned],
  retries: 4,
  concurrency: [{ limit: 1, key: 'event.data.agentId' }],
  handler: ({ event, step }) => dispatch(step, [event.data.agentId]),
})
