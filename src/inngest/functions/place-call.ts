import { placeCall } from '@/domain/calls/place-call'
import { recordTimeout } from '@/domain/calls/record-call-result'
import { CALL_REQUESTED, type CallData } from '@/domain/events'
import { inngest } from '@/platform/inngest-client'

/**
 * Asks the dialer to place a call. Three retries of the engine (after 15, 30 and 60 s) are the two minutes in which the
 * dialer has to answer; after them the call ends as `Failed`.
 */
export const placeCallFunction = inngest.createFunction(
  {
    id: 'place-call',
    retries: 3,
    triggers: [{ event: CALL_REQUESTED }],
    onFailure: async ({ event, step }) => {
      const { callId } = event.data.event.data as CallData
      await step.run('give-up', () => recordTimeout(callId))
    },
  },
  async ({ event, step }) => step.run('place', () => placeCall({ callId: (event.data as CallData).callId })),
)
