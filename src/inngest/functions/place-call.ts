import { placeCall } from '@/domain/calls/place-call'
import { recordTimeout } from '@/domain/calls/record-call-result'
import { callRequested } from '@/domain/events'
import { defineFunction } from '@/inngest/define-function'

/**
 * Asks the dialer to place a call. Three retries of the engine (after 15, 30 and 60 s) are the two minutes in which the
 * dialer has to answer; after them the call ends as `Failed`.
 */
export const placeCallFunction = defineFunction({
  id: 'place-call',
  on: [callRequested],
  retries: 3,
  handler: ({ event, step }) => step.run('place', () => placeCall(event.data)),
  onFailure: ({ event, step }) => step.run('give-up', () => recordTimeout(event.data.callId)),
})
