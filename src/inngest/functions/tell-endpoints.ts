import { webhookEventHappened } from '@/domain/events'
import { tellEndpoints } from '@/domain/webhooks/tell-endpoints'
import { defineBatchFunction } from '@/inngest/define-function'

const EVENTS_PER_RUN_MAX = 100

/** Makes the deliveries of what has happened to sequences, batches, imports, endpoints and credits. */
export const tellEndpointsFunction = defineBatchFunction({
  id: 'tell-endpoints',
  on: [webhookEventHappened],
  retries: 8,
  // Of one organization, as of calls that have ended.
  batch: { sizeMax: EVENTS_PER_RUN_MAX, key: 'event.data.organizationId' },
  isOneStep: true,
  handler: async ({ events, step }) => {
    const happened = events.map(({ data: { type, subjectId } }) => ({ type, subjectId }))
    return step.run('tell', () => tellEndpoints({ events: happened }))
  },
})
