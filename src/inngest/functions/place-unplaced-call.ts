import { placeCall } from '@/domain/calls/place-call'
import { recordTimeouts } from '@/domain/calls/record-call-result'
import { callUnplaced } from '@/domain/events'
import { defineFunction } from '@/inngest/define-function'

/**
 * Asks the dialer again for a call that it has not taken. With three retries of the engine (after 15, 30 and 60 s) these
 * are the two minutes in which the dialer has to answer; after them the call ends as `Failed`.
 */
export const placeUnplacedCallFunction = defineFunction({
  id: 'place-unplaced-call',
  on: [callUnplaced],
  retries: 3,
  handler: ({ event, step }) => step.run('place', () => placeCall(event.data)),
  onFailure: ({ event, step }) => step.run('give-up', () => recordTimeouts([event.data.callId])),
})
