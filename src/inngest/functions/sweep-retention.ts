import { sweepRetention } from '@/domain/retention/sweep-retention'
import { defineCron } from '@/inngest/define-function'

/** Removes every night what the organizations do not want to keep any longer. */
export const sweepRetentionFunction = defineCron({
  id: 'sweep-retention',
  cron: '40 2 * * *',
  isOneStep: true,
  handler: ({ step }) => step.run('sweep', () => sweepRetention()),
})
