import { sweepOldRows } from '@/domain/reconcile/sweep-old-rows'
import { defineCron } from '@/inngest/define-function'

/** Deletes every hour the rows that nobody needs any more. */
export const sweepOldRowsFunction = defineCron({
  id: 'sweep-old-rows',
  cron: '40 * * * *',
  isOneStep: true,
  handler: ({ step }) => step.run('sweep', () => sweepOldRows()),
})
