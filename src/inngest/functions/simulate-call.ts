import { reportSimulatedCall } from '@/domain/calls/report-simulated-call'
import { SIMULATED_CALL_PLACED, type SimulatedCallPlacedData } from '@/domain/events'
import { inngest } from '@/platform/inngest-client'

/** A call of the simulated dialer: takes a while, then reports its result by HTTP as a real one does. */
export const simulateCallFunction = inngest.createFunction(
  { id: 'simulate-call', retries: 10, triggers: [{ event: SIMULATED_CALL_PLACED }] },
  async ({ event, step }) => {
    const { callId, endsAt } = event.data as SimulatedCallPlacedData
    // Not a duration: the SDK makes whole seconds of those.
    await step.sleepUntil('talk', endsAt)
    return step.run('report', () => reportSimulatedCall({ callId }))
  },
)
