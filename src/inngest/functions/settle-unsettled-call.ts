import { settleCalls } from '@/domain/calls/settle-calls'
import { callUnsettled } from '@/domain/events'
import { defineFunction } from '@/inngest/define-function'

/** Carries out the effects of one call for which that failed, with retries of its own. */
export const settleUnsettledCallFunction = defineFunction({
  id: 'settle-unsettled-call',
  on: [callUnsettled],
  retries: 8,
  isOneStep: true,
  handler: ({ event, step }) => step.run('settle', () => settleCalls({ callIds: [event.data.callId] })),
})
