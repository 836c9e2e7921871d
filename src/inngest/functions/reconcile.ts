import { reconcile } from '@/domain/reconcile/reconcile'
import { defineCron } from '@/inngest/define-function'

/** Mends every minute what a crash, an outage or a lost event left behind. */
export const reconcileFunction = defineCron({
  id: 'reconcile',
  cron: '* * * * *',
  isOneStep: true,
  handler: ({ step }) => step.run('reconcile', () => reconcile()),
})
