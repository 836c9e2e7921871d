import { DELIVERY_REQUESTED, type DeliveryRequestedData } from '@/domain/events'
import { deliverCallResult } from '@/domain/webhooks/deliver-call-result'
import { failDelivery } from '@/domain/webhooks/fail-delivery'
import { DELIVERY_ATTEMPTS_MAX } from '@/domain/webhooks/retry-schedule.rules'
import { inngest } from '@/platform/inngest-client'

/** A slow endpoint keeps this many attempts waiting at most, so that there is room for the others. */
const ATTEMPTS_AT_ONCE_PER_ENDPOINT = 5

/**
 * Delivers a call result to one endpoint. The schedule of attempts is ours, as steps and sleeps, and thereby the same on
 * every engine; the engine's own retries are for what is no answer of the endpoint, such as a database that is away.
 */
export const deliverCallResultFunction = inngest.createFunction(
  {
    id: 'deliver-call-result',
    retries: 10,
    concurrency: { key: 'event.data.endpointId', limit: ATTEMPTS_AT_ONCE_PER_ENDPOINT },
    triggers: [{ event: DELIVERY_REQUESTED }],
    onFailure: async ({ event, step }) => {
      const { deliveryId } = event.data.event.data as DeliveryRequestedData
      await step.run('fail-delivery', () => failDelivery({ deliveryId }))
    },
  },
  async ({ event, step }) => {
    const { deliveryId } = event.data as DeliveryRequestedData
    for (let attempt = 1; attempt <= DELIVERY_ATTEMPTS_MAX; attempt++) {
      const result = await step.run(`attempt-${attempt}`, () => deliverCallResult({ deliveryId, attempt }))
      if (result.outcome !== 'retry') return { outcome: result.outcome, attempts: attempt }
      await step.sleepUntil(`wait-${attempt}`, result.retryAt)
    }
    return { outcome: 'failed', attempts: DELIVERY_ATTEMPTS_MAX }
  },
)
