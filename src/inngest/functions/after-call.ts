import { settleCall } from '@/domain/calls/settle-call'
import { callEnded } from '@/domain/events'
import { defineFunction } from '@/inngest/define-function'

/** Carries out the effects of a call that has ended: sequence, chain, credits, deliveries. */
export const afterCallFunction = defineFunction({
  id: 'after-call',
  on: [callEnded],
  retries: 8,
  handler: ({ event, step }) => step.run('settle', () => settleCall(event.data)),
})
