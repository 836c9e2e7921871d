import { findDueWork } from '@/domain/sequences/find-due-work'
import { inngest } from '@/platform/inngest-client'

/** Every minute: nudges the agents that have something due. */
export const findDueWorkFunction = inngest.createFunction(
  { id: 'find-due-work', retries: 0, triggers: [{ cron: '* * * * *' }] },
  async ({ step }) => step.run('find', () => findDueWork()),
)
