import { reconcile } from '@/domain/reconcile/reconcile'
import { inngest } from '@/platform/inngest-client'

/** Every minute: mends what a crash, an outage or a lost event left behind. */
export const reconcileFunction = inngest.createFunction(
  { id: 'reconcile', retries: 0, triggers: [{ cron: '* * * * *' }] },
  async ({ step }) => step.run('reconcile', () => reconcile()),
)
