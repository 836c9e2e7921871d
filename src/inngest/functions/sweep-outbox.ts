import { sweepOutbox } from '@/domain/outbox/sweep-outbox'
import { inngest } from '@/platform/inngest-client'

/** Every minute: sends the events that were committed and not sent. */
export const sweepOutboxFunction = inngest.createFunction(
  { id: 'sweep-outbox', retries: 0, triggers: [{ cron: '* * * * *' }] },
  async ({ step }) => step.run('sweep', () => sweepOutbox()),
)
