import { findDueWork } from '@/domain/sequences/find-due-work'
import { defineCron } from '@/inngest/define-function'

/** Nudges every minute the agents that have something due. */
export const findDueWorkFunction = defineCron({
  id: 'find-due-work',
  cron: '* * * * *',
  isOneStep: true,
  handler: ({ step }) => step.run('find', () => findDueWork()),
})
