import { settleCalls } from '@/domain/calls/settle-calls'
import { callEnded, callUnsettled } from '@/domain/events'
import { defineBatchFunction } from '@/inngest/define-function'

const CALLS_PER_RUN_MAX = 100

/** Carries out the effects of calls that have ended: sequences, chains, credits, deliveries. */
export const afterCallFunction = defineBatchFunction({
  id: 'after-call',
  on: [callEnded],
  retries: 8,
  // Of one organization: whoever waits for a batch that somebody cancels holds up no other one.
  batch: { sizeMax: CALLS_PER_RUN_MAX, key: 'event.data.organizationId' },
  handler: async ({ events, step }) => {
    const callIds = [...new Set(events.map(({ data }) => data.callId))]
    const { settled, failed } = await step.run('settle-all', () => settleCalls({ callIds }))
    if (failed.length > 0) {
      const alone = failed.map((callId) => ({ event: callUnsettled.of({ callId }) }))
      await step.sendEvents('settle-alone', alone)
    }
    return { settled, failed: failed.length }
  },
})
