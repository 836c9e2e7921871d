import { settleCall } from '@/domain/calls/settle-call'
import { CALL_ENDED, type CallData } from '@/domain/events'
import { inngest } from '@/platform/inngest-client'

/** The effects of a call that has ended: sequence, chain, credits, deliveries. */
export const afterCallFunction = inngest.createFunction(
  { id: 'after-call', retries: 8, triggers: [{ event: CALL_ENDED }] },
  async ({ event, step }) => step.run('settle', () => settleCall({ callId: (event.data as CallData).callId })),
)
