import { findDueWork } from '@/domain/sequences/find-due-work'
import { defineCron } from '@/inngest/define-function'

/** Every minute: nudges the agents that have something due. */
export const findDueWorkFunction = defineCron({
  id: 'find-due-work',
  cron: '* * * * *',
  handler: ({ step }) => step.run('find', () => findDueWork()),
})
