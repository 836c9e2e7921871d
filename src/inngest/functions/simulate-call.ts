import { reportSimulatedCall } from '@/domain/calls/report-simulated-call'
import { simulatedCallPlaced } from '@/domain/events'
import { defineFunction } from '@/inngest/define-function'

/** Simulates a call of the simulated dialer: waits a while, then reports the result by HTTP as a real dialer does. */
export const simulateCallFunction = defineFunction({
  id: 'simulate-call',
  on: [simulatedCallPlaced],
  retries: 10,
  handler: async ({ event, step }) => {
    const { callId, endsAt } = event.data
    // Not a duration: the SDK makes whole seconds of those.
    await step.sleepUntil('talk', endsAt)
    return step.run('report', () => reportSimulatedCall({ callId }))
  },
})
