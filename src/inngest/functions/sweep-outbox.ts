import { sweepOutbox } from '@/domain/outbox/sweep-outbox'
import { defineCron } from '@/inngest/define-function'

/** Publishes every minute the events that were committed and not sent. */
export const sweepOutboxFunction = defineCron({
  id: 'sweep-outbox',
  cron: '* * * * *',
  isOneStep: true,
  handler: ({ step }) => step.run('sweep', () => sweepOutbox()),
})
