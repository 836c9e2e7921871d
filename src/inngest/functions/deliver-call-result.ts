import { deliveryRequested } from '@/domain/events'
import { deliverCallResult } from '@/domain/webhooks/deliver-call-result'
import { failDelivery } from '@/domain/webhooks/fail-delivery'
import { DELIVERY_ATTEMPTS_MAX } from '@/domain/webhooks/retry-schedule.rules'
import { defineFunction } from '@/inngest/define-function'

/** How many attempts may wait for one slow endpoint, so that there is room for the others. */
const ATTEMPTS_AT_ONCE_PER_ENDPOINT = 5

/**
 * Delivers a call result to one endpoint. The schedule of attempts is our own, made of steps and sleeps, so it is the
 * same on every engine. The engine's retries are for everything that is not the endpoint's answer, such as a database
 * that is down.
 */
export const deliverCallResultFunction = defineFunction({
  id: 'deliver-call-result',
  on: [deliveryRequested],
  retries: 10,
  concurrency: [{ key: 'event.data.endpointId', limit: ATTEMPTS_AT_ONCE_PER_ENDPOINT }],
  handler: async ({ event, step }) => {
    const { deliveryId } = event.data
    for (let attempt = 1; attempt <= DELIVERY_ATTEMPTS_MAX; attempt++) {
      const result = await step.run(`attempt-${attempt}`, () => deliverCallResult({ deliveryId, attempt }))
      if (result.outcome !== 'retry') return { outcome: result.outcome, attempts: attempt }
      await step.sleepUntil(`wait-${attempt}`, result.retryAt)
    }
    return { outcome: 'failed', attempts: DELIVERY_ATTEMPTS_MAX }
  },
  onFailure: ({ event, step }) => step.run('fail-delivery', () => failDelivery(event.data)),
})
